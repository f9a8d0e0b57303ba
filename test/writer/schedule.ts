import * as fc from 'fast-check';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { VisitorId } from '../../src/domain/ids.ts';
import type { OrderFact } from '../../src/domain/metrics/orderFact.ts';
import { byOccurrence } from '../../src/domain/sessions/eventOrder.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionOrder, SessionRecord } from '../../src/domain/sessions/session.ts';
import { sessionOrders } from '../../src/domain/sessions/sessionOrders.ts';
import { aliasEvents, orderEvents } from '../../src/writer/tellingEvents.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { SITE, START, sessionEventsArbitrary } from '../domain/sessions/foldFixtures.ts';
import { memoryDb } from './memoryDb.ts';

/** What writes a batch, over a record that it shares with others. It resolves where the batch may be acknowledged. */
export type Writer = (db: DriverDb) => (messages: readonly QueueMessage[]) => Promise<unknown>;

/** What happens to two writers, besides the order of their steps, which fast-check's scheduler decides. */
export interface Scenario {
  readonly events: readonly StoredEvent[];
  readonly messages: readonly QueueMessage[];
  /** In the order of their delivery, some more than once. */
  readonly deliveries: readonly QueueMessage[];
  /** Sizes of the batches, over and over. */
  readonly batchSizes: readonly number[];
  /** After how many steps of all writers the one that runs is killed: before a command, within it, or before its answer. */
  readonly crashes: readonly number[];
  /** Where in the queue a killed writer's batch comes back. */
  readonly returns: readonly number[];
}

/** Whom the sessions of those who log in counted for before. */
const FORMER = 'former' as VisitorId;

const joined = (event: StoredEvent): StoredEvent =>
  event.type === 'customer_login' && event.source === 'server' ? { ...event, formerVisitor: FORMER } : event;

/** One thing counted, told with one message. */
const counted = (message: QueueMessage, index: number): QueueMessage => ({
  ...message,
  quality: [{ id: `q${index}`, site: SITE.id, at: START, counts: { 'refused:test': 1 } }],
});

/** A session's events as messages of up to three; a message has one visitor and one start of the session. */
const messagesOf = (events: readonly StoredEvent[]): QueueMessage[] => {
  const requests = Object.values(
    Object.groupBy(events, (event) => `${event.session} ${event.visitor} ${event.sessionStartedAt}`),
  ) as [StoredEvent, ...StoredEvent[]][];
  return requests.flatMap((request) => {
    const messages: QueueMessage[] = [];
    for (let from = 0; from < request.length; from += 3) {
      const [first, ...rest] = request.slice(from, from + 3);
      if (first) messages.push(messageOf([first, ...rest]));
    }
    return messages;
  });
};

export const scenarioArbitrary: fc.Arbitrary<Scenario> = fc
  .tuple(
    sessionEventsArbitrary({ session: 's1', maxEvents: 5 }),
    fc.oneof(fc.constant([]), fc.constant([]), sessionEventsArbitrary({ session: 's2', maxEvents: 3 })),
  )
  .chain((sessions) => {
    const events = sessions.flat().map(joined);
    const messages = messagesOf(events).map(counted);
    return fc.record({
      events: fc.constant(events),
      messages: fc.constant(messages),
      deliveries: fc
        .subarray(messages)
        .chain((again) =>
          fc.shuffledSubarray([...messages, ...again], { minLength: messages.length + again.length }),
        ),
      batchSizes: fc.array(fc.constantFrom(1, 1, 2, 3), { minLength: 1, maxLength: 4 }),
      crashes: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
      returns: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }),
    });
  });

export interface FinalRecord {
  readonly sessions: readonly (SessionRecord | undefined)[];
  readonly events: number;
  readonly orders: readonly SessionOrder[];
  /** Whom the former visitor's sessions count for. */
  readonly aliasOf: VisitorId | undefined;
  /** What messages brought along. */
  readonly counted: number;
}

const keysOf = (events: readonly StoredEvent[]) => [
  ...new Map(
    events.map(({ site, browser, session }) => [session, { site, browser, id: session }] as const),
  ).values(),
];

const sortedOrders = (orders: readonly SessionOrder[]): SessionOrder[] =>
  orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));

const byTime = (a: StoredEvent, b: StoredEvent): number =>
  a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1);

const sessionOrderOf = ({ session, folded, ...order }: OrderFact): SessionOrder => order;

/** The record that there must be in the end, whatever happened: the fold of all events, each once. */
export const expectedRecord = ({ events, messages }: Scenario): FinalRecord => ({
  sessions: keysOf(events).map(({ id }) =>
    foldSession({ events: events.filter(({ session }) => session === id), site: SITE }),
  ),
  events: events.length,
  orders: sortedOrders(sessionOrders(orderEvents(events).sort(byOccurrence))),
  aliasOf: aliasEvents(events).sort(byTime)[0]?.visitor,
  counted: messages.length,
});

/** Two writers take batches from one queue until it is empty; a batch is acknowledged where its write resolved, else it comes back. */
export const runSchedule = async (
  writer: Writer,
  scenario: Scenario,
  scheduler: fc.Scheduler,
): Promise<FinalRecord> => {
  let steps = 0;
  let isOver = false;
  const db = memoryDb(async (label) => {
    if (isOver) return;
    await scheduler.schedule(Promise.resolve(), label);
    steps += 1;
    if (scenario.crashes.includes(steps)) throw new Error(`killed at step ${steps}, ${label}`);
  });
  const write = writer(db);

  const queue = [...scenario.deliveries];
  let batches = 0;
  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, scenario.batchSizes[batches % scenario.batchSizes.length]);
      batches += 1;
      try {
        await write(batch);
      } catch {
        const place = scenario.returns[batches % scenario.returns.length] ?? 0;
        queue.splice(Math.min(place, queue.length), 0, ...batch.toReversed());
      }
    }
  };
  await scheduler.waitFor(Promise.all([work(), work()]));
  await scheduler.waitIdle();
  isOver = true;

  const record = mongoRecordStore({ db });
  const aggregation = mongoAggregationRecord({ db });
  const orders = await aggregation.ordersPlaced(SITE.id, 0, 2 * START);
  const [former] = await aggregation.visitors(SITE.id, [FORMER]);
  const quality = await aggregation.quality(SITE.id, START, START + 1);
  return {
    sessions: await Promise.all(keysOf(scenario.events).map((key) => record.findSession(key))),
    events: await db.collection(EVENTS).countDocuments({}),
    orders: sortedOrders(orders.map(sessionOrderOf)),
    aliasOf: former?.aliasOf,
    counted: quality['refused:test'] ?? 0,
  };
};
