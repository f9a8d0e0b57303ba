import { openMetrics } from '../../local/wiring/openMetrics.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { dayPiece, pieceOf, readDay, stampOf } from '../contracts/metricsStore.contract.ts';
import { keptLog } from '../support/testShop.ts';

/**
 * A program for `openMetrics.test.ts`: writes one version of a day after another into the metrics of the data folder it is given, and
 * prints each version that the store said it has, with a visitor number that was reserved for it. It goes on until it is killed.
 */
const [dataDir = '', round = ''] = process.argv.slice(2);
const site = 'shop' as SiteId;
const { store, ledger } = await openMetrics({}, { dataDir, log: keptLog() });
const lease = await ledger.acquire({ site, owner: round, nowMs: Number(round), leaseMs: 0 });
if (lease === undefined) throw new Error('no lease');
const { stamp } = await readDay(store, site);
for (let version = (stamp?.version ?? 0) + 1; ; version++) {
  await store.writePiece(site, pieceOf(dayPiece(), stampOf(version)), lease);
  process.stdout.write(`${version} ${await ledger.reserveNumbers(site, 1)}\n`);
}
