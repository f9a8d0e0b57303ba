import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecord } from '../../local/wiring/openRecord.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { conversionSignature } from '../../src/orders/conversions/conversionSignature.ts';
import { temporaryFootfall } from '../local/temporaryFootfall.ts';
import { SITE } from '../orders/orderFixtures.ts';
import { httpVisitor } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

describe('a shop’s back end and footfall on a laptop', () => {
  it('join an order to the visit in which it was placed, signed by the data folder’s own key', async () => {
    const dataDir = await temporaryDataDir();
    const footfall = await temporaryFootfall({ dataDir });
    const visitor = httpVisitor(footfall.url);
    await visitor.view('/shoes');

    const file = join(dataDir, 'conversion.keys');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const keys = parseKeyRing((await readFile(file, 'utf8')).trim());
    const placedAt = Date.now();
    const send = (order: object) => {
      const body = JSON.stringify(order);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      return fetch(`${footfall.url}/api/conversions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-footfall-timestamp': timestamp,
          'x-footfall-signature': conversionSignature(keys, timestamp, body),
        },
        body,
      });
    };
    const order = { orderId: 'x1', amountMinor: 1_200, currency: 'EUR', placedAt };
    const answer = await send({ ...order, session: visitor.jar.get('session') });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true, joined: true, by: 'cookie' }]);
    const other = await send({ ...order, orderId: 'x2' });
    expect(await other.json()).toEqual({ ok: true, joined: false, reason: 'no_identity' });
    await footfall.stop();
    expect(footfall.log.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);

    const { record, aggregation } = await openRecord({}, { dataDir, log: keptLog(), now: Date.now });
    try {
      const [session] = await record.recentSessions(SITE.id, 10);
      expect(session).toMatchObject({ converted: true, orderId: 'x1', pageViews: 1 });
      const facts = await aggregation.ordersPlaced(SITE.id, placedAt, placedAt + 1);
      expect(facts.sort((a, b) => (a.orderId < b.orderId ? -1 : 1))).toMatchObject([
        { orderId: 'x1', joinedBy: 'cookie', session: { id: session?.id } },
        { orderId: 'x2', unjoined: 'no_identity' },
      ]);
    } finally {
      await record.close();
    }
  });
});
