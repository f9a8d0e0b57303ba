import type { Site } from '../domain/site.ts';
import { type Log, thrown } from '../ports/Log.ts';

/** Sites that are aggregated side by side: most of the time is waiting for stores. */
const SITES_AT_ONCE = 4;

/**
 * Runs something on every site; one that fails stops no other.
 * @returns what each run returned, in the sites' order
 * @throws AggregateError of whatever was thrown, after all have had their turn: a schedule's failure is to be seen
 */
export const everySite = async <T>(
  sites: readonly Site[],
  run: (site: Site) => Promise<T>,
  log: Log,
): Promise<readonly T[]> => {
  const results = new Map<Site, T>();
  const errors: unknown[] = [];
  const waiting = sites.values();
  const work = async (): Promise<void> => {
    for (const site of waiting) {
      try {
        results.set(site, await run(site));
      } catch (error) {
        log.error('site not aggregated', { site: site.id, ...thrown(error) });
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: SITES_AT_ONCE }, work));
  if (errors.length > 0) {
    throw new AggregateError(errors, `${errors.length} of ${sites.length} sites were not aggregated`);
  }
  return sites.map((site) => results.get(site) as T);
};
