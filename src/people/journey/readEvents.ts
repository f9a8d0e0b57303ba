import { instant } from '../../analytics/answers/statusOf.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { byOccurrence } from '../../domain/sessions/eventOrder.ts';
import type { SessionRecord } from '../../domain/sessions/session.ts';
import type { RecordStore } from '../../ports/RecordStore.ts';
import { groupBySession } from '../../writer/groupBySession.ts';
import { groupsByEvents } from '../../writer/groupsByEvents.ts';
import type { JourneyEvent } from '../operations/journeyOperation.ts';

/** Events of one session that are told, from its beginning. */
export const MAX_EVENTS_OF_SESSION = 500;
/** Events that one command gives: some megabytes at most. */
const EVENTS_AT_ONCE = 5_000;
/** A Lambda answers with 6 MB at most (AWS, "Lambda quotas"), and JSON in JSON takes more than its characters. */
const MAX_CHARACTERS = 3_000_000;

export interface ReadEvents {
  /** What is told of each session, in its order of time. */
  readonly of: ReadonlyMap<SessionRecord, readonly JourneyEvent[]>;
  /** Whether any session has more. */
  readonly truncated: boolean;
}

/** What a person may see of an event: no address, no cookie's secret, no click id. Those are in its context and its URL. */
const journeyEvent = ({ occurredAt, type, source, path, title, properties }: StoredEvent): JourneyEvent => ({
  at: instant(occurredAt),
  type,
  source,
  path: path ?? null,
  title: title ?? null,
  properties: properties ?? null,
});

/**
 * The events of sessions. Where they are more than an answer can hold, those of the first sessions in the list are told.
 * @throws RecordUnavailable
 */
export const readEvents = async (
  record: Pick<RecordStore, 'eventsOfSessions'>,
  sessions: readonly SessionRecord[],
): Promise<ReadEvents> => {
  const of = new Map<SessionRecord, JourneyEvent[]>();
  let truncated = false;
  let characters = 0;
  for (const group of groupsByEvents(sessions, EVENTS_AT_ONCE)) {
    if (characters > MAX_CHARACTERS) return { of, truncated: true };
    const stored = groupBySession(group, await record.eventsOfSessions(group));
    for (const [index, session] of group.entries()) {
      const events = (stored[index]?.events ?? []).toSorted(byOccurrence);
      const told: JourneyEvent[] = [];
      for (const event of events.slice(0, MAX_EVENTS_OF_SESSION)) {
        const one = journeyEvent(event);
        characters += JSON.stringify(one).length;
        if (characters > MAX_CHARACTERS) break;
        told.push(one);
      }
      of.set(session, told);
      truncated ||= told.length < events.length;
    }
  }
  return { of, truncated };
};
