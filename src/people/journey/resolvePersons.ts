import type { SiteId, VisitorId } from '../../domain/ids.ts';
import type { PeopleRecord, VisitorIdentity } from '../../ports/PeopleRecord.ts';

/** Former visitors of one that are looked up: more devices than anybody has, and no more than one command asks for. */
const MAX_FORMERS = 500;

/** A visitor and all whose sessions count for it. */
export interface Person {
  readonly visitor: VisitorId;
  /** Itself first, if its sessions count for itself. */
  readonly ids: readonly VisitorId[];
  /** Whether it has more former visitors than were looked up. */
  readonly truncated: boolean;
}

const countsFor = ({ visitor, aliasOf }: VisitorIdentity): VisitorId => aliasOf ?? visitor;

/**
 * Whom these visitors' sessions count for, each person once. Of a former visitor its own word counts, which is the earliest
 * login's: a later one may have claimed it too. An alias of an alias is not followed: the depth is one (issue 5).
 * @throws RecordUnavailable
 */
export const resolvePersons = async (
  record: PeopleRecord,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<Person[]> => {
  const known = new Map<VisitorId, VisitorIdentity>();
  const lookUp = async (ids: readonly VisitorId[]): Promise<void> => {
    const unknown = [...new Set(ids)].filter((id) => !known.has(id));
    for (const id of unknown) known.set(id, { visitor: id, formers: [] });
    for (const identity of await record.identities(site, unknown)) known.set(identity.visitor, identity);
  };
  const identityOf = (id: VisitorId): VisitorIdentity => known.get(id) ?? { visitor: id, formers: [] };

  await lookUp(visitors);
  const persons = [...new Set(visitors.map((visitor) => countsFor(identityOf(visitor))))];
  await lookUp(persons);
  const formersOf = (visitor: VisitorId): VisitorId[] => [...identityOf(visitor).formers].sort();
  await lookUp(persons.flatMap((visitor) => formersOf(visitor).slice(0, MAX_FORMERS)));

  return persons.map((visitor) => {
    const formers = formersOf(visitor);
    const asked = visitors.filter((id) => countsFor(identityOf(id)) === visitor);
    const ids = new Set([visitor, ...asked, ...formers.slice(0, MAX_FORMERS)]);
    return {
      visitor,
      ids: [...ids].filter((id) => countsFor(identityOf(id)) === visitor),
      truncated: formers.length > MAX_FORMERS,
    };
  });
};
