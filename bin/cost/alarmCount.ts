import { FUNCTION_ROUTES } from '../../functions/routes.ts';
import { ALARMS, type AlarmEntry, type AlarmId } from '../../lib/alarms/alarmTable.ts';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';

const AGGREGATORS = ['minute', 'midnight'];

/** Functions that an alarm has one for each of. */
const FUNCTIONS_OF: { readonly [Id in AlarmId]?: number } = {
  requestErrors: Object.keys(FUNCTION_ROUTES).length,
  aggregatorErrors: AGGREGATORS.length,
  throttles: Object.keys(FUNCTIONS).length,
};
const OF_THE_CACHE: readonly string[] = ['cacheMemory', 'cacheEvictions'] satisfies AlarmId[];

/** Alarms of a deployment with the demo shop; each looks at one metric, which is what it is billed by. */
export const alarmCount = ({
  sites,
  cache,
}: {
  readonly sites: number;
  readonly cache: 'elasticache' | 'given';
}): number =>
  Object.entries<AlarmEntry>(ALARMS)
    .filter(([id]) => cache === 'elasticache' || !OF_THE_CACHE.includes(id))
    .reduce((sum, [id, { per }]) => sum + (per === 'site' ? sites : (FUNCTIONS_OF[id as AlarmId] ?? 1)), 0);
