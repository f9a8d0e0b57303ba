import { byStart } from '../../aggregate/sessionKey.ts';
import type { SiteId, VisitorId } from '../../domain/ids.ts';
import type { PeopleRecord, VisitStart } from '../../ports/PeopleRecord.ts';
import { resolvePersons } from '../journey/resolvePersons.ts';
import type { TimeBudget } from '../visits/timeBudget.ts';

/** Visitors who are looked up together. */
const VISITORS_AT_ONCE = 500;
/** Ids of one look-up: somebody may have had several. */
const IDS_AT_ONCE = 1_000;

/** The first session of each of these ids. */
const firstStarts = async (
  people: PeopleRecord,
  site: SiteId,
  ids: readonly VisitorId[],
): Promise<Map<VisitorId, VisitStart>> => {
  const firsts = new Map<VisitorId, VisitStart>();
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    for (const start of await people.startsOfVisitors(site, ids.slice(from, from + IDS_AT_ONCE))) {
      const first = firsts.get(start.visitor);
      if (first === undefined || byStart(start, first) < 0) firsts.set(start.visitor, start);
    }
  }
  return firsts;
};

/**
 * The first session ever of each of these visitors, as far back as sessions are kept: under its own id, or under one whose sessions
 * count for it since a login.
 * @throws RecordUnavailable; ApiFault 503 where it takes longer than anybody waits
 */
export const firstSeen = async (
  {
    people,
    site,
    budget,
  }: { readonly people: PeopleRecord; readonly site: SiteId; readonly budget: TimeBudget },
  visitors: readonly VisitorId[],
): Promise<Map<VisitorId, VisitStart>> => {
  const seen = new Map<VisitorId, VisitStart>();
  for (let from = 0; from < visitors.length; from += VISITORS_AT_ONCE) {
    budget.check();
    const persons = await resolvePersons(people, site, visitors.slice(from, from + VISITORS_AT_ONCE));
    const firsts = await firstStarts(
      people,
      site,
      persons.flatMap(({ ids }) => ids),
    );
    for (const { visitor, ids } of persons) {
      const [first] = ids.flatMap((id) => firsts.get(id) ?? []).sort(byStart);
      if (first !== undefined) for (const id of [visitor, ...ids]) seen.set(id, first);
    }
  }
  return seen;
};
