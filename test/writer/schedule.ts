import * as fc from 'fast-check';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { SITE, sessionEventsArbitrary } from '../domain/sessions/foldFixtures.ts';
import { memoryDb } from './memoryDb.ts';

/** What writes a batch, over a record that it shares with others. It resolves where the batch may be acknowledged. */
export type Writer = (db: DriverDb) => (messages: readonly QueueMessage[]) => Promise<unknown>;

/** What happens to two writers, besides the order of their steps, which fast-check's scheduler decides. */
export interface Scenario {
  readonly events: readonly StoredEvent[];
  /** In the order of their delivery, some more than once. */
  readonly deliveries: readonly QueueMessage[];
  /** Sizes of the batches, over and over. */
  readonly batchSizes: readonly number[];
  /** After how many steps of all writers the one that runs is killed: before a command, within it, or before its answer. */
  readonly crashes: readonly number[];
  /** Where in the queue a killed writer's batch comes back. */
  readonly returns: readonly number[];
}

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
    const events = sessions.flat();
    const messages = messagesOf(events);
    return fc.record({
      events: fc.constant(events),
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
}

const keysOf = (events: readonly StoredEvent[]) => [
  ...new Map(
    events.map(({ site, browser, session }) => [session, { site, browser, id: session }] as const),
  ).values(),
];

/** The record that there must be in the end, whatever happened: the fold of all events, each once. */
export const expectedRecord = ({ events }: Scenario): FinalRecord => ({
  sessions: keysOf(events).map(({ id }) =>
    foldSession({ events: events.filter(({ session }) => session === id), site: SITE }),
  ),
  events: events.length,
});

/** Two writers take batches from one queue until it is empty; a batch is acknowledged where its write resolved, else it comes back. */
export const runSchedule = async (
  writer: Writer,
  scenario: Scenario,
  scheduler: fc.Scheduler,
): Promise<FinalRecord> => {
  let steps = 0;
  const db = memoryDb(async (label) => {
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

  const record = mongoRecordStore({ db });
  return {
    sessions: await Promise.all(keysOf(scenario.events).map((key) => record.findSession(key))),
    events: await db.collection(EVENTS).countDocuments({}),
  };
};
