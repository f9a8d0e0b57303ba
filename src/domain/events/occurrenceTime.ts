/** How late an event may arrive and still keep the time that its client gave (design, section 2). */
export const MAX_EVENT_LATENESS_MS = 24 * 60 * 60_000;

/**
 * When an event happened, believing a client's clock within bounds only: up to 24 hours late, never the future; else it happened
 * when we heard of it. Where the client says what its clock showed when it sent the event, a clock that runs wrong is corrected:
 * only the time between the two readings is believed.
 */
export const occurrenceTime = ({
  occurredAt,
  sentAt,
  receivedAt,
}: {
  readonly occurredAt: number | undefined;
  readonly sentAt: number | undefined;
  readonly receivedAt: number;
}): number => {
  if (occurredAt === undefined) return receivedAt;
  const time = sentAt === undefined ? occurredAt : receivedAt - (sentAt - occurredAt);
  return time <= receivedAt && time >= receivedAt - MAX_EVENT_LATENESS_MS ? time : receivedAt;
};
