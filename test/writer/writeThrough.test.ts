import { describe, expect, it } from 'vitest';
import { KEPT_MESSAGES, ORDERS, SESSIONS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { VisitorId } from '../../src/domain/ids.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { writeKept } from '../../src/writer/writeKept.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { writeThrough } from '../../src/writer/writeThrough.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, MINUTE, SITE, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb, type Step } from './memoryDb.ts';

/** A login that makes one person of two visitors, and an order: what only the writer's later steps note. */
const TELLING = messageOf([
  startOf(),
  eventOf('page_view', { id: 'view', path: '/' }),
  serverEventOf('customer_login', { customerId: 'c1', formerVisitor: 'v0' as VisitorId }),
  serverEventOf('order_completed', { properties: { orderId: 'o1', amountMinor: 500, currency: 'EUR' } }),
]);

const arrange = (step: Step = async () => undefined, db = memoryDb((label) => step(label))) => {
  const clock = { nowMs: START };
  const log = keptLog();
  const now = () => clock.nowMs;
  const record = mongoRecordStore({ db });
  const write = writeMessages({ record, sites: [SITE], log, now });
  let ids = 0;
  const randomId = () => `kept-${ids++}`;
  const stored = async (name: string) =>
    (await db.collection(name).find({}).toArray()).map(({ updatedAt: _, ...rest }) => rest);
  return {
    clock,
    log,
    record,
    stored,
    through: writeThrough({ record, write, log, now, randomId }),
    left: () => writeKept({ record, write, log, now })(SITE),
  };
};

const told = async ({ stored }: ReturnType<typeof arrange>) =>
  Promise.all([SESSIONS, VISITORS, ORDERS, KEPT_MESSAGES].map(stored));

describe('a message that the queue refused', () => {
  it('is written at once, and is kept no longer', async () => {
    const place = arrange();
    await place.through(TELLING);
    const [sessions, visitors, orders, kept] = await told(place);
    expect(sessions).toMatchObject([{ pageViews: 1, customerId: 'c1' }]);
    expect([visitors?.length, orders?.length, kept]).toEqual([2, 1, []]);
  });

  it('is told in full a minute later, wherever the process is killed', async () => {
    const whole = arrange();
    await whole.through(TELLING);
    const wanted = await told(whole);
    let killed = 0;
    for (let dies = 0; ; dies++) {
      let steps = 0;
      let isDead = true;
      const place = arrange(async () => {
        if (isDead && steps++ >= dies) await new Promise(() => undefined);
      });
      const isDone = await Promise.race([
        place.through(TELLING).then(() => true),
        new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(false)))),
      ]);
      if (isDone === true) break;
      isDead = false;
      const before = (await place.stored(KEPT_MESSAGES)).length;
      place.clock.nowMs += MINUTE + 1;
      expect(await place.left()).toBe(before);
      if (before === 1) expect(await told(place)).toEqual(wanted);
      else expect((await place.stored(SESSIONS)).length).toBe(dies === 0 ? 0 : 1);
      killed += 1;
    }
    // Its own two commands, and each of the writer's with its documents.
    expect(killed).toBeGreaterThan(20);
  });

  it('is accepted where the record fails after it was kept, and is written later', async () => {
    let fails = true;
    const place = arrange(async (label) => {
      if (fails && !label.startsWith(KEPT_MESSAGES)) throw new Error('gone');
    });
    await place.through(TELLING);
    expect(place.log.lines).toMatchObject([
      { level: 'warn', fields: { error: { name: 'RecordUnavailable' } } },
    ]);
    place.clock.nowMs += MINUTE + 1;
    await expect(place.left()).rejects.toBeInstanceOf(RecordUnavailable);
    fails = false;
    expect(await place.left()).toBe(1);
    expect(await place.stored(SESSIONS)).toMatchObject([{ pageViews: 1 }]);
    expect(await place.left()).toBe(0);
  });

  it('is refused where the record does not keep it', async () => {
    const place = arrange(() => Promise.reject(new Error('gone')));
    await expect(place.through(TELLING)).rejects.toBeInstanceOf(RecordUnavailable);
  });

  it('is left to the process that keeps it for a minute', async () => {
    const place = arrange();
    await place.record.keepMessage({ id: 'k', site: SITE.id, at: START, body: JSON.stringify(TELLING) });
    place.clock.nowMs += MINUTE;
    expect(await place.left()).toBe(0);
    place.clock.nowMs += 1;
    expect(await place.left()).toBe(1);
  });
});

describe('messages that were left', () => {
  it('are written in batches, however many, past those that cannot be read', async () => {
    const place = arrange(
      undefined,
      inMemoryDb(() => START),
    );
    const keep = (id: string, at: number, body: string) =>
      place.record.keepMessage({ id, site: SITE.id, at, body });
    for (let index = 0; index < 60; index++) await keep(`bad-${index}`, START, '{"v":99}');
    const view = (index: number): QueueMessage => messageOf([eventOf('page_view', { id: `e${index}` })]);
    for (let index = 0; index < 120; index++)
      await keep(`good-${index}`, START + 1, JSON.stringify(view(index)));
    place.clock.nowMs += 2 * MINUTE;
    expect(await place.left()).toBe(120);
    expect(await place.stored(SESSIONS)).toMatchObject([{ pageViews: 120 }]);
    expect((await place.stored(KEPT_MESSAGES)).length).toBe(60);
    expect(place.log.lines.filter(({ level }) => level === 'error').length).toBe(60);
  });
});
