import { describe, expect, it } from 'vitest';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import { type RecordStore, RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { createQualityTally } from '../../src/writer/createQualityTally.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, SITE, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb } from './memoryDb.ts';

/** A writer over a record in memory, with the commands that it gave. */
const arrange = (replaced: Partial<RecordStore> = {}) => {
  const commands: string[] = [];
  const db = memoryDb(async () => undefined);
  const counted = (name: string) => {
    const collection = db.collection(name);
    const noted =
      <Args extends readonly unknown[], Result>(command: string, run: (...args: Args) => Result) =>
      (...args: Args): Result => {
        commands.push(`${name}.${command}`);
        return run(...args);
      };
    return {
      ...collection,
      insertMany: noted('insertMany', collection.insertMany),
      bulkWrite: noted('bulkWrite', collection.bulkWrite),
      find: noted('find', collection.find),
    };
  };
  const record = { ...mongoRecordStore({ db: { ...db, collection: counted } }), ...replaced };
  const log = keptLog();
  const aggregation = mongoAggregationRecord({ db });
  return { commands, record, aggregation, log, write: writeMessages({ record, sites: [SITE], log }) };
};

const messageIn = (session: string, pageViews: number) => {
  const parts = { session: session as SessionId };
  return messageOf([
    startOf({}, parts),
    ...Array.from({ length: pageViews }, () => eventOf('page_view', { ...parts, path: '/' })),
  ]);
};
const keyOf = ({ session: { site, browser, id } }: ReturnType<typeof messageIn>) => ({ site, browser, id });
const TWO_COMMANDS = ['session_events.insertMany', 'session_events.find'];
const THREE_COMMANDS = [...TWO_COMMANDS, 'sessions.bulkWrite'];

describe('the writer', () => {
  it('makes sessions of messages', async () => {
    const { write, record } = arrange();
    const message = messageIn('s1', 3);
    expect(await write([message])).toEqual({ inserted: 4, duplicates: 0, sessions: 1, refused: [] });
    expect(await record.findSession(keyOf(message))).toMatchObject({ pageViews: 3, eventsSeen: 4 });
  });

  it('leaves out what is of erased persons but the shop’s orders, and counts each event of theirs once', async () => {
    const [anna, bob] = [messageIn('s-anna', 2), messageIn('s-bob', 1)];
    const order = serverEventOf('order_completed', {
      session: 's-anna' as SessionId,
      properties: { orderId: 'o1', amountMinor: 900, currency: 'EUR' },
    });
    const ofAnna = async (events: readonly StoredEvent[]) =>
      events.filter(({ session }) => session === 's-anna');
    const { record, aggregation, log } = arrange({ ofErased: ofAnna, dropErased: ofAnna });
    const quality = createQualityTally({ now: () => START, randomId: () => 'q1' });
    const write = writeMessages({ record, sites: [SITE], log, now: () => START, quality });
    const written = await write([anna, messageOf([order]), bob]);
    expect(written).toMatchObject({ inserted: 2, duplicates: 0, sessions: 1 });
    expect(await record.findSession(keyOf(anna))).toBeUndefined();
    expect(await record.findSession(keyOf(bob))).toMatchObject({ pageViews: 1 });
    const [told] = await aggregation.ordersPlaced(SITE.id, 0, 2 * START);
    expect(told).toMatchObject({ orderId: 'o1', amountMinor: 900, unjoined: 'erased' });
    const counts = await aggregation.quality(SITE.id, 0, 2 * START);
    expect(counts).toMatchObject({ accepted: 2, erased: 4 });
    expect(counts).not.toHaveProperty('duplicated');
  });

  it('gives three commands a batch, whatever its size', async () => {
    const { write, commands, record } = arrange();
    const messages = Array.from({ length: 60 }, (_, index) => messageIn(`s${index % 25}`, index % 4));
    await write(messages);
    expect(commands).toEqual(THREE_COMMANDS);
    await write([messageIn('s0', 1)]);
    expect(commands).toEqual([...THREE_COMMANDS, ...THREE_COMMANDS]);
    expect(await record.recentSessions(SITE.id, 100)).toHaveLength(25);
  });

  it('gives one command more where it has nothing new to say, and changes nothing', async () => {
    const { write, commands, record } = arrange();
    const message = messageIn('s1', 2);
    await write([message]);
    const before = await record.findSession(keyOf(message));
    commands.length = 0;
    expect(await write([message, message])).toMatchObject({ inserted: 0, duplicates: 6 });
    expect(commands).toEqual([...THREE_COMMANDS, 'sessions.bulkWrite']);
    expect(await record.findSession(keyOf(message))).toEqual(before);
  });

  const order = (id: string, orderId: string) =>
    serverEventOf('order_completed', { id, properties: { orderId, amountMinor: 100, currency: 'EUR' } });
  const login = (id: string, formerVisitor: string, visitor = 'v1') =>
    serverEventOf('customer_login', { id, visitor, formerVisitor: formerVisitor as VisitorId });

  it('gives one command more where a batch tells of orders, and one where it merges visitors, however many', async () => {
    const { write, commands } = arrange();
    await write([messageOf([order('a', 'o1'), order('b', 'o2')]), messageOf([order('c', 'o1')])]);
    expect(commands).toEqual([...TWO_COMMANDS, 'orders.bulkWrite', 'sessions.bulkWrite']);
    commands.length = 0;
    await write([messageOf([login('d', 'v2')]), messageOf([login('e', 'v3')])]);
    expect(commands).toEqual([...TWO_COMMANDS, 'visitors.bulkWrite', 'sessions.bulkWrite']);
  });

  it("notes orders and merges from servers' events alone, and no visitor as its own former one", async () => {
    const { write, commands } = arrange();
    const fromBrowser = { source: 'browser', formerVisitor: 'v2' as VisitorId } as const;
    await write([
      messageOf([
        { ...order('a', 'o1'), ...fromBrowser },
        { ...login('b', 'v2'), ...fromBrowser, visitor: 'b1' as VisitorId },
      ]),
      messageOf([login('c', 'v1')]),
    ]);
    expect(commands).toEqual(THREE_COMMANDS);
  });

  it('notes an order as its event was first told, where the id comes again with another content', async () => {
    const { write, aggregation } = arrange();
    await write([messageOf([order('same', 'o1')])]);
    const other = { orderId: 'o1', amountMinor: 999, currency: 'EUR' };
    await write([messageOf([{ ...order('same', 'o1'), properties: other }])]);
    expect(await aggregation.orders(SITE.id, ['o1'])).toMatchObject([{ amountMinor: 100 }]);
  });

  it('gives no command for an empty batch', async () => {
    const { write, commands } = arrange();
    expect(await write([])).toEqual({ inserted: 0, duplicates: 0, sessions: 0, refused: [] });
    expect(commands).toEqual([]);
  });

  it('refuses a message of a site that is not served, and writes the others', async () => {
    const { write, record } = arrange();
    const good = messageIn('s1', 1);
    const foreign = { ...good, session: { ...good.session, site: 'other' as SiteId } };
    expect(await write([foreign, good])).toMatchObject({
      inserted: 2,
      refused: [{ index: 0, reason: 'the message is of a site that is not served' }],
    });
    expect(await record.findSession(keyOf(good))).toBeDefined();
  });

  const TELLING = messageOf([order('f', 'o1'), login('g', 'v2')]);
  it.each(['insertEvents', 'eventsOfSessions', 'tellOrders', 'tellAliases', 'saveSessions'] as const)(
    'rejects where the record fails at %s',
    async (command) => {
      const outage = new RecordUnavailable('down');
      const { write } = arrange({ [command]: () => Promise.reject(outage) });
      await expect(write([TELLING])).rejects.toBe(outage);
    },
  );

  it('logs counts, and nothing of the visitors', async () => {
    const { write, log } = arrange();
    await write([messageIn('s1', 1)]);
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'messages written',
        fields: { messages: 1, refused: 0, inserted: 2, duplicates: 0, sessions: 1 },
      },
    ]);
  });
});
