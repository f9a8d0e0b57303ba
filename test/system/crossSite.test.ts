import { expect, it, onTestFinished } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { eventually, httpVisitor } from '../support/httpVisitor.ts';
import { staffClient, untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

/** A process tells its counts of quality once a minute, with what it sends or writes next. */
const NEXT_MINUTE_MS = 61_000;

it('an endpoint on another site than the shop is told with the numbers, as the share of events that it concerns', async () => {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const footfall = await startFootfall({
    port: 0,
    dataDir: await temporaryDataDir(),
    environment: {},
    log: keptLog(),
    now,
  });
  onTestFinished(() => footfall.stop());
  const { ask } = staffClient(footfall);
  const visits = async (count: number, from: string): Promise<void> => {
    for (let each = 0; each < count; each++) {
      const visitor = httpVisitor(footfall.url, { headers: () => ({ 'sec-fetch-site': from }) });
      await visitor.view('/');
      expect(visitor.failures).toEqual([]);
    }
  };

  await visits(30, 'same-site');
  await visits(10, 'cross-site');
  await untilWritten(footfall.url);
  aheadMs = NEXT_MINUTE_MS;
  await visits(1, 'same-site');

  const days = [0, aheadMs].map((ms) => new Date(now() - ms).toISOString().slice(0, 10));
  await eventually(async () => {
    const { status } = await ask(`analytics/summary?from=${days[1]}&to=${days[0]}`);
    // Each visit is its page view, and a start of ours.
    expect(status.crossSiteShare).toBe(10 / (2 * 41));
  }, 90_000);
}, 120_000);
