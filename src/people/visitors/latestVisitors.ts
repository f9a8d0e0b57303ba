import { instant } from '../../analytics/answers/statusOf.ts';
import type { VisitorId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { PeopleRecord, Visit } from '../../ports/PeopleRecord.ts';
import { resolvePersons } from '../journey/resolvePersons.ts';
import type { VisitorsAnswer } from '../operations/visitorsOperation.ts';

/** So many of the latest sessions are looked through for each visitor that is wanted: many are bots', or the same visitor's. */
const VISITS_PER_VISITOR = 20;
/** Sessions of the visitors that are told; whoever has more is told to have as many as were found. */
const MAX_COUNTED = 20_000;

const isPersons = ({ bot }: Visit): boolean => !bot;

/**
 * The visitors who were here last.
 * @throws RecordUnavailable
 */
export const latestVisitors = async (
  record: PeopleRecord,
  site: Site,
  limit: number,
): Promise<VisitorsAnswer> => {
  const latest = (await record.latestVisits(site.id, limit * VISITS_PER_VISITOR)).filter(isPersons);
  const persons = await resolvePersons(
    record,
    site.id,
    latest.map(({ visitor }) => visitor),
  );
  // In the order of the visits, so the latest persons come first.
  const told = persons.slice(0, limit);
  const personOf = new Map<VisitorId, VisitorId>(
    told.flatMap(({ visitor, ids }) => ids.map((id) => [id, visitor] as const)),
  );
  const visits = await record.visitsOfVisitors(site.id, [...personOf.keys()], MAX_COUNTED);
  const byPerson = Map.groupBy(visits.filter(isPersons), ({ visitor }) => personOf.get(visitor));
  return {
    visitors: told.flatMap(({ visitor }) => {
      const own = (byPerson.get(visitor) ?? []).toSorted((a, b) => b.lastSeenAt - a.lastSeenAt);
      const [last] = own;
      if (last === undefined) return [];
      return {
        visitor,
        customer: own.find(({ customer }) => customer !== undefined)?.customer ?? null,
        lastSeenAt: instant(last.lastSeenAt),
        sessions: own.length,
        device: last.device,
        country: last.country ?? null,
        converted: own.some(({ converted }) => converted),
      };
    }),
  };
};
