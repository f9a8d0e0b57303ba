import * as fc from 'fast-check';
import { memoryHotSessions } from '../../../src/adapters/memory/memoryHotSessions.ts';
import type { DriverCollection, DriverDb } from '../../../src/adapters/mongodb/driverPart.ts';
import { ERASURES, SESSIONS } from '../../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../../src/adapters/mongodb/mongoRecordStore.ts';
import type { BrowserId, SessionId, VisitorId } from '../../../src/domain/ids.ts';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import { eraseSubject } from '../../../src/people/subject/eraseSubject.ts';
import { ERASING_LEASE_MS } from '../../../src/ports/Erasures.ts';
import type { RecordStore } from '../../../src/ports/RecordStore.ts';
import { subjectStores } from '../../../src/runtime/subjectStores.ts';
import { storedEvents } from '../../../src/writer/storedEvents.ts';
import { writeMessages } from '../../../src/writer/writeMessages.ts';
import { inMemoryDb } from '../../aggregate/inMemoryDb.ts';
import { SITE, START } from '../../domain/sessions/foldFixtures.ts';
import { keptLog } from '../../support/testShop.ts';
import { type Scenario, scenarioArbitrary } from '../../writer/schedule.ts';
import { documentsOf } from './dumpOf.ts';

/** A record whose commands are steps: a crash comes before one, or after it and before its answer. */
const steppedDb = (step: (label: string) => Promise<void>): DriverDb => {
  const db = inMemoryDb(() => START);
  const stepped = async <T>(label: string, command: () => Promise<T>): Promise<T> => {
    await step(label);
    const result = await command();
    await step(`${label}: answer`);
    return result;
  };
  return {
    ...db,
    collection: (name): DriverCollection => {
      const real = db.collection(name);
      return {
        ...real,
        insertMany: (...args) => stepped(`${name}: insert`, () => real.insertMany(...args)),
        bulkWrite: (...args) => stepped(`${name}: update`, () => real.bulkWrite(...args)),
        deleteMany: (...args) => stepped(`${name}: delete`, () => real.deleteMany(...args)),
        findOne: (...args) => stepped(`${name}: find one`, () => real.findOne(...args)),
        find: (...args) => {
          const cursor = real.find(...args);
          return { ...cursor, toArray: () => stepped(`${name}: find`, () => cursor.toArray()) };
        },
      };
    },
  };
};

/** Everything by which the person of these scenarios is known, as it stands in a document. */
const OF_PERSON = /"(b1|v2|former|s1|s2)"|shop:(b1|v2|former)/;

/** How a writer uses the record. */
export type Writing = (record: RecordStore) => RecordStore;

/** A writer that looks for tombstones before it saves. */
export const looksTooSoon: Writing = (record) => {
  let erased: ReturnType<RecordStore['dropErased']> = Promise.resolve([]);
  return {
    ...record,
    insertEvents: async (events, keptUntil) => {
      erased = record.dropErased(events);
      const dropped = new Set(await erased);
      return record.insertEvents(
        events.filter((event) => !dropped.has(event)),
        keptUntil,
      );
    },
    dropErased: () => erased,
  };
};

/** What a day's numbers count of a session. */
interface Counts {
  readonly visits: number;
  readonly pageViews: number;
  readonly conversions: number;
}

const countsOf = (sessions: readonly object[]): Counts => {
  const counted = sessions as readonly { readonly pageViews: number; readonly converted: boolean }[];
  return {
    visits: counted.length,
    pageViews: counted.reduce((sum, { pageViews }) => sum + pageViews, 0),
    conversions: counted.filter(({ converted }) => converted).length,
  };
};

/** What there is to count of a person whose messages are these. */
const countsAfter = (messages: Scenario['deliveries']): Counts => {
  const events = [...new Map(messages.flatMap(storedEvents).map((event) => [event.id, event])).values()];
  const bySession = [...Map.groupBy(events, ({ session }) => session).values()];
  return countsOf(bySession.flatMap((ofSession) => foldSession({ events: ofSession, site: SITE }) ?? []));
};

/**
 * A person is erased while a writer writes of them; both are killed at times, and what they were at is repeated.
 * @returns what is left of the person, and what is still counted
 */
const leftAfter = async (
  scenario: Scenario,
  scheduler: fc.Scheduler,
  writing: Writing,
): Promise<{ readonly named: readonly string[]; readonly counts: Counts }> => {
  let steps = 0;
  let isOver = true;
  const db = steppedDb(async (label) => {
    if (isOver) return;
    await scheduler.schedule(Promise.resolve(), label);
    steps += 1;
    if (scenario.crashes.includes(steps)) throw new Error(`killed at step ${steps}, ${label}`);
  });
  const write = writeMessages({
    record: writing(mongoRecordStore({ db })),
    sites: [SITE],
    log: keptLog(),
    now: () => START,
  });
  const [first, ...rest] = scenario.deliveries;
  if (first) await write([first]);
  isOver = false;

  const stores = { ...subjectStores({ db }), hotSessions: memoryHotSessions() };
  let nowMs = START;
  const erase = async () => {
    // What an attempt held that was killed is free again.
    nowMs += ERASING_LEASE_MS;
    await eraseSubject(stores, {
      site: SITE.id,
      id: 'b1',
      resolve: async () => {
        const sessions = await db.collection(SESSIONS).find({ b: 'b1' }).toArray();
        return {
          outcome: 'found',
          subject: {
            site: SITE.id,
            customers: [],
            visitors: ['b1', 'v2', 'former'] as VisitorId[],
            browsers: ['b1' as BrowserId],
            sharedBrowsers: [],
            sessions: sessions.map(({ _id, b }) => ({ id: _id as SessionId, browser: b as BrowserId })),
          },
        };
      },
      by: 'token',
      now: () => nowMs,
    });
  };
  const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await work();
        return;
      } catch {
        // It comes again: a message by the queue, an erasure by who asked for it.
      }
    }
  };
  // Each message has a writer of its own: of many, some are always slow.
  const writers = rest.map((message) => untilDone(() => write([message])));
  await scheduler.waitFor(Promise.all([...writers, untilDone(erase)]));
  await scheduler.waitIdle();
  isOver = true;

  const { [ERASURES]: _, ...documents } = await documentsOf(db);
  const named = Object.entries(documents).flatMap(([name, found]) =>
    found
      .filter((document) => OF_PERSON.test(JSON.stringify(document)))
      .map((one) => `${name} ${JSON.stringify(one)}`),
  );
  return { named, counts: countsOf(documents[SESSIONS] ?? []) };
};

/**
 * Nothing of an erased person is left, in whatever order writer and erasure come to their steps; what was written before is still counted,
 * and nothing twice.
 */
export const nothingIsLeft = (writing: Writing = (record) => record) =>
  fc.asyncProperty(scenarioArbitrary, fc.scheduler(), async (scenario, scheduler) => {
    const { named, counts } = await leftAfter(scenario, scheduler, writing);
    if (named.length > 0) throw new Error(named.join('\n'));
    const least = countsAfter(scenario.deliveries.slice(0, 1));
    const most = countsAfter(scenario.deliveries);
    for (const name of ['visits', 'pageViews', 'conversions'] as const) {
      if (counts[name] < least[name] || counts[name] > most[name])
        throw new Error(`${counts[name]} ${name}, of ${least[name]} to ${most[name]}`);
    }
  });
