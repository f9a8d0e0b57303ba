import type { StoredEvent } from '../../domain/events/event.ts';
import type { SiteId } from '../../domain/ids.ts';
import type { ErasedKind, SubjectName } from '../../domain/subject/subject.ts';
import type { Tombstones } from './tombstones.ts';

const namesOf = ({ browser, visitor, session, formerVisitor }: StoredEvent): SubjectName[] => [
  { kind: 'browser', id: browser },
  { kind: 'visitor', id: visitor },
  { kind: 'session', id: session },
  ...(formerVisitor === undefined ? [] : [{ kind: 'visitor' as const, id: formerVisitor }]),
];

const distinctNames = (events: readonly StoredEvent[]): SubjectName[] => [
  ...new Map(events.flatMap(namesOf).map((name) => [`${name.kind} ${name.id}`, name])).values(),
];

export type IsErased = (kind: ErasedKind, id: string) => boolean;

/** What of some events is of erased persons. */
export interface ErasedEvents {
  readonly isErased: IsErased;
  /** All of each session in which one names an erased person. */
  readonly events: readonly StoredEvent[];
}

/**
 * Which of a site's events are of erased persons, in one command.
 * @returns absent where none is
 */
export const erasedEvents = async (
  tombstones: Tombstones,
  site: SiteId,
  events: readonly StoredEvent[],
): Promise<ErasedEvents | undefined> => {
  const erased = await tombstones.among(site, distinctNames(events));
  if (erased.length === 0) return undefined;
  const names = new Set(erased.map(({ kind, id }) => `${kind} ${id}`));
  const isErased: IsErased = (kind, id) => names.has(`${kind} ${id}`);
  const sessions = new Set(
    events
      .filter((event) => namesOf(event).some(({ kind, id }) => isErased(kind, id)))
      .map(({ session }) => session),
  );
  return { isErased, events: events.filter(({ session }) => sessions.has(session)) };
};
