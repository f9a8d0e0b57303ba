/** Sessions in their order, some together: as many as have no more events in all than are to be read at once, or one that has. */
export const groupsByEvents = <T extends { readonly eventsSeen: number }>(
  sessions: readonly T[],
  eventsAtOnce: number,
): T[][] => {
  const groups: T[][] = [];
  let events = eventsAtOnce;
  for (const session of sessions) {
    events += session.eventsSeen;
    if (events > eventsAtOnce) {
      groups.push([]);
      events = session.eventsSeen;
    }
    groups.at(-1)?.push(session);
  }
  return groups;
};
