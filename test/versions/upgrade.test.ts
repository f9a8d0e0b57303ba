import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { describeWith } from '../servers/servers.ts';
import {
  documentsIn,
  payloadOf,
  type Recording,
  recordings,
  recordingsWith,
  visitorOf,
} from './recordings.ts';
import { RECORDED } from './recordingTerms.ts';
import { upgradedFootfall } from './upgradedFootfall.ts';
import { withLaterFormat } from './withLaterFormat.ts';

/** A day's totals without what depends on when it was asked. */
const numbersOf = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (name, value) =>
    ['generatedAt', 'writtenAt', 'version', 'reason'].includes(name) ? undefined : value,
  );

const MINUTE_MS = 60_000;
const SHOP = '/api/storefront';
const SUMMARY = `summary?${RECORDED.range}`;
const asked = ({ answers }: Recording, question: string): Record<string, unknown> =>
  Object(answers.find((one) => one.question === question)?.answer);

describeWith(['redis', 'secantus'], 'this release, started where an older one was stopped', () => {
  test.each(recordings)('goes on with a session that $release holds in Redis', async (recording) => {
    const { browser, redis, documents, untilWritten } = await upgradedFootfall(recording);
    const { cookies } = visitorOf(recording, 'ben');
    const { sid } = payloadOf(cookies.session);
    const key = recording.hotSessions.find((one) => one.key.endsWith(`:s:${sid}`));
    const before = await documents('sessions');

    const ben = browser(cookies);
    await ben.ask('/track', { eventType: 'page_view', path: '/next' });

    expect(payloadOf(ben.cookies().session).sid).toBe(sid);
    expect(await redis.hgetall(key?.key ?? '')).toMatchObject({
      d: key?.hash?.d,
      x: key?.hash?.x,
      p: String(Number(key?.hash?.p) + 1),
      e: String(Number(key?.hash?.e) + 1),
      l: String(RECORDED.endedAtMs),
    });
    await untilWritten();
    const after = await documents('sessions');
    expect(after).toHaveLength(before.length);
    expect(after.find(({ _id }) => String(_id) === sid)).toMatchObject({ pageViews: 2, exitPage: '/next' });
  });

  test.each(recordings)(
    'takes a session of $release out of the record once Redis has forgotten it',
    async (recording) => {
      const { browser, redis, documents, untilWritten } = await upgradedFootfall(recording);
      await redis.flushall();
      const { cookies } = visitorOf(recording, 'ben');
      const before = await documents('sessions');
      const ben = browser(cookies);
      await ben.ask('/track', { eventType: 'page_view', path: '/next' });
      expect(payloadOf(ben.cookies().session).sid).toBe(payloadOf(cookies.session).sid);
      await untilWritten();
      expect(await documents('sessions')).toHaveLength(before.length);
    },
  );

  test.each(recordingsWith('staff'))(
    'shows the numbers that $release had stored, as that one showed them',
    async (recording) => {
      const { answer } = await upgradedFootfall(recording);
      for (const { question, answer: shown } of recording.answers) {
        expect(numbersOf(await answer(question)), question).toMatchObject(numbersOf(shown) as object);
      }
    },
  );

  test.each(recordings)(
    'folds the record of $release anew to the same numbers, and new visits with them',
    async (recording) => {
      const { answer, aggregate, browser, clock, untilWritten } = await upgradedFootfall(recording);
      await aggregate();
      const { current } = await answer(SUMMARY);
      const sessions = documentsIn(recording, 'sessions').filter(({ bot }) => !Object(bot).bot);
      expect(current).toMatchObject({
        totalVisits: sessions.length,
        uniqueVisits: new Set(sessions.map(({ visitorId }) => visitorId)).size,
        pageViews: sessions.reduce((sum, { pageViews }) => sum + Number(pageViews), 0),
        convertedSessions: sessions.filter(({ converted }) => converted).length,
        bots: 1,
      });
      const shown = asked(recording, SUMMARY);
      if (shown.current !== undefined) expect(current).toEqual(shown.current);

      clock.nowMs += MINUTE_MS;
      await browser().ask('/track', { eventType: 'page_view', path: '/new' });
      await browser(visitorOf(recording, 'ben').cookies).ask('/track', {
        eventType: 'page_view',
        path: '/next',
      });
      await untilWritten();
      await aggregate();
      const { current: merged } = await answer(SUMMARY);
      expect(merged).toMatchObject({
        totalVisits: current.totalVisits + 1,
        uniqueVisits: current.uniqueVisits + 1,
        newVisitors: current.newVisitors + 1,
        pageViews: current.pageViews + 2,
        orders: current.orders,
        revenue: current.revenue,
      });
    },
  );

  test.each(recordingsWith('dora'))(
    'knows the customers, the carts and the orders of $release',
    async (recording) => {
      const { browser } = await upgradedFootfall(recording);
      const dora = browser(visitorOf(recording, 'dora').cookies);
      const refreshed = await dora.post(`${SHOP}/auth/refresh`, {});
      expect(refreshed).toMatchObject({ status: 200, body: { customer: { name: RECORDED.account.name } } });
      const { accessToken } = refreshed.body;
      const orders = await dora.get(`${SHOP}/orders`, { authorization: `Bearer ${accessToken}` });
      expect(orders.body.orders).toMatchObject([{ amountMinor: 8_900, refundedMinor: 900 }]);

      const elsewhere = browser();
      const { email, password } = RECORDED.account;
      expect((await elsewhere.post(`${SHOP}/auth/login`, { email, password })).status).toBe(200);
      expect(payloadOf(elsewhere.cookies().session).vid).toBe(payloadOf(dora.cookies().session).vid);

      const cart = await browser(visitorOf(recording, 'eve').cookies).get(`${SHOP}/cart`);
      expect(cart.body).toMatchObject({ cart: { items: [{ productId: 'wool-socks', quantity: 2 }] } });
    },
  );
});

/** What a later release might have written beside what this one knows. */
const LATER = { later: 'of a later release' };
/** Heads, the ledger's state and its counter; sections and minutes are written whole. */
const staysForGood = ({ sk }: Recording['items'][number]): boolean =>
  /^(?:head|hours|lease|numbers)/.test(sk?.S ?? '');
const withMore = (recording: Recording): Recording => ({
  ...recording,
  documents: recording.documents.map(({ collection, document }) => ({
    collection,
    document: { ...document, ...LATER },
  })),
  hotSessions: recording.hotSessions.map((key) =>
    key.hash?.d === undefined
      ? key
      : {
          ...key,
          hash: { ...key.hash, ...LATER, d: JSON.stringify({ ...JSON.parse(key.hash.d), ...LATER }) },
        },
  ),
  items: recording.items.map((item) => (staysForGood(item) ? { ...item, later: { S: LATER.later } } : item)),
});

describeWith(['redis', 'secantus'], 'this release, beside a later one or after a rollback', () => {
  test.each(recordingsWith('dora'))(
    'keeps the fields that it does not know, whatever it saves (as of $release)',
    async (recording) => {
      const later = await upgradedFootfall(withMore(recording));
      const { browser, clock, redis, documents, aggregate, untilWritten, items } = later;
      clock.nowMs += MINUTE_MS;
      const dora = browser(visitorOf(recording, 'dora').cookies);
      const { body } = await dora.post(`${SHOP}/auth/refresh`, {});
      const token = { authorization: `Bearer ${body.accessToken}` };
      await dora.ask(`${SHOP}/cart/items`, { productId: 'red-runners', quantity: 1 }, token);
      await dora.ask(`${SHOP}/checkout`, {}, token);
      await dora.ask(`${SHOP}/orders`, {}, { ...token, 'idempotency-key': 'another-order' });
      await dora.ask(
        `${SHOP}/orders/${documentsIn(recording, 'shop_orders')[0]?.orderId}/refund`,
        { amountMinor: 100 },
        { ...token, 'idempotency-key': 'another-refund' },
      );
      const { email, password } = RECORDED.account;
      await browser(visitorOf(recording, 'ben').cookies).ask(`${SHOP}/auth/login`, { email, password });
      const eve = browser(visitorOf(recording, 'eve').cookies);
      await eve.ask(`${SHOP}/cart/items`, { productId: 'wool-socks', quantity: 1 });
      await untilWritten();
      await aggregate();

      const keys = recording.hotSessions.filter(({ hash }) => hash !== undefined);
      for (const { key } of keys) {
        expect(await redis.hgetall(key), key).toMatchObject({
          ...LATER,
          d: expect.stringContaining(LATER.later),
        });
      }
      const changed = new Set<string>();
      for (const { collection, document } of withMore(recording).documents) {
        const kept = (await documents(collection)).find(({ _id }) => String(_id) === document._id);
        expect(kept, `${collection} ${document._id}`).toMatchObject(LATER);
        if (!isDeepStrictEqual(kept, document)) changed.add(collection);
      }
      expect([...changed].toSorted()).toEqual([
        'customers',
        'daily_metrics',
        'orders',
        'product_sales',
        'products',
        'realtime_metrics',
        'sessions',
        'shop_carts',
        'shop_orders',
        'shop_refresh_families',
        'visitors',
      ]);
      const table = await items();
      for (const item of recording.items.filter(staysForGood)) {
        expect(
          table.find(({ sk }) => sk?.S === item.sk?.S),
          item.sk?.S,
        ).toMatchObject({ later: { S: LATER.later } });
      }
    },
  );

  test.each(recordingsWith('staff'))(
    'gives no numbers of a piece whose format it does not know, until the record is folded anew (as of $release)',
    async (recording) => {
      const { answer, aggregate, clock } = await upgradedFootfall(withLaterFormat(recording));
      await expect(answer(SUMMARY)).rejects.toThrow('answered 500');
      clock.nowMs += MINUTE_MS;
      await aggregate();
      expect((await answer(SUMMARY)).current).toEqual(asked(recording, SUMMARY).current);
    },
  );
});
