import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbeddedDb } from '../src/adapters/embedded/openEmbeddedDb.ts';
import { memoryHotSessions } from '../src/adapters/memory/memoryHotSessions.ts';
import { INDEXES } from '../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSites } from '../src/config/parseSites.ts';
import type { QueueMessage } from '../src/domain/events/message.ts';
import type { BrowserId, CustomerId, EventId, SessionId, VisitorId } from '../src/domain/ids.ts';
import { eraseSubject } from '../src/people/subject/eraseSubject.ts';
import { exportSubject } from '../src/people/subject/exportSubject.ts';
import { resolveSubject } from '../src/people/subject/resolveSubject.ts';
import { subjectStores } from '../src/runtime/subjectStores.ts';
import { writeMessages } from '../src/writer/writeMessages.ts';
import { thisMachine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { inTemporaryFolder } from './metrics/freshPlace.ts';
import { silentLog } from './traffic/silentLog.ts';

/** A goal of issue 8. */
const GOAL_MS = 1_000;
const EVENTS_OF_SESSION = 10;
/** A customer of some years: three devices. */
const SESSIONS_OF_PERSON = 60;
const DEVICES = 3;
const WRITTEN_TOGETHER = 1_000;
const DAY_MS = 24 * 60 * 60_000;

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, people: { type: 'string', default: '10' } },
});
const events = Number(values.events);
const people = Number(values.people);
if (!(events > 0 && people > 1)) throw new Error('node bench/erase.ts [--events 1000000] [--people 10]');

const sites = parseSites([
  {
    id: 'shop',
    host: 'shop.example',
    origins: ['https://shop.example'],
    timezone: 'Europe/Berlin',
    currency: 'EUR',
  },
]);
const [site] = sites;
const start = Date.now() - 30 * DAY_MS;

/** A session of somebody, as one message; a person's is a customer's. */
const sessionMessage = (index: number, person: number | undefined): QueueMessage => {
  const device = index % DEVICES;
  const browser = (person === undefined ? `browser-${index}` : `person-${person}-${device}`) as BrowserId;
  const visitor = (person === undefined ? browser : `person-${person}`) as string as VisitorId;
  const startedAt = start + (index % 2_592_000) * 1_000;
  const id = (name: string): EventId => `${site.id}:${browser}:${index}-${name}` as EventId;
  const event = (name: string, type: string, afterMs: number, more = {}) => ({
    id: id(name),
    type,
    source: type === 'page_view' ? ('browser' as const) : ('server' as const),
    occurredAt: startedAt + afterMs,
    receivedAt: startedAt + afterMs,
    ...more,
  });
  const context = {
    newBrowser: false,
    utm: {},
    clickIds: {},
    device: { type: 'mobile' as const },
    secret: `k${index}`,
  };
  const views = Array.from({ length: EVENTS_OF_SESSION - 2 }, (_, view) =>
    event(`view-${view}`, 'page_view', view * 1_000, {
      path: `/shoes/${view}`,
      url: `https://shop.example/shoes/${view}`,
      title: 'Shoes for everybody',
    }),
  );
  const last =
    person === undefined
      ? event('touch', 'session_touched', 20_000)
      : event('login', 'customer_login', 20_000, { customerId: `customer-${person}` as CustomerId });
  return {
    v: 1,
    session: { id: `session-${index}` as SessionId, site: site.id, browser, visitor, startedAt },
    events: [event('start', 'session_started', 0, { context }), ...views, last],
  };
};

const timed = async <T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> => {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
};

await inTemporaryFolder(async (folder) => {
  const db = await openEmbeddedDb({
    dir: join(folder, 'record'),
    onRepair: () => {
      throw new Error('nothing here is torn');
    },
  });
  const record = mongoRecordStore({ db });
  await record.ensureIndexes();
  const write = writeMessages({ record, sites, log: silentLog });
  const sessions = Math.ceil(events / EVENTS_OF_SESSION);
  const ofPeople = people * SESSIONS_OF_PERSON;
  const every = Math.floor(sessions / ofPeople);
  let written = 0;
  for (let from = 0; from < sessions; from += WRITTEN_TOGETHER) {
    const messages = Array.from({ length: Math.min(WRITTEN_TOGETHER, sessions - from) }, (_, offset) => {
      const index = from + offset;
      return sessionMessage(index, index % every === 0 ? Math.floor(index / every) % people : undefined);
    });
    written += (await write(messages)).inserted;
  }

  const stores = { ...subjectStores({ db }), hotSessions: memoryHotSessions() };
  const resolve = (id: string) => async () => {
    const resolved = await resolveSubject(stores.subjects, site.id, id);
    if (resolved.outcome === 'ambiguous') throw new Error('one id, two people');
    return resolved;
  };
  const rows: string[][] = [];
  for (let person = 0; person < people; person += 1) {
    const id = `customer-${person}`;
    const exported = await timed(async () => {
      const resolved = await resolve(id)();
      if (resolved.outcome === 'unknown') throw new Error(`${id} is not there`);
      return exportSubject(stores, resolved.subject, Date.now());
    });
    const erased = await timed(() =>
      eraseSubject(stores, { site: site.id, id, resolve: resolve(id), by: 'token', now: Date.now }),
    );
    let left = 0;
    for (const name of Object.keys(INDEXES)) {
      const text = JSON.stringify(
        await db
          .collection(name)
          .find({ b: { $regex: `^person-${person}-` } })
          .toArray(),
      );
      if (text !== '[]') left += 1;
    }
    rows.push([
      id,
      String(exported.result?.held.events?.length),
      short(exported.ms),
      short(erased.ms),
      erased.ms <= GOAL_MS ? 'yes' : 'NO',
      left === 0 && (await resolve(id)()).outcome === 'unknown' ? 'nothing' : 'SOMETHING',
    ]);
  }
  const purge = await timed(() => db.compact());
  await db.close();

  console.log(`${written} events of ${sessions} sessions on the embedded engine; ${told(thisMachine())}\n`);
  console.log(
    table(['who', 'events', 'export, ms', 'erasure, ms', `<= ${GOAL_MS} ms`, 'found afterwards'], rows),
  );
  console.log(`\nThe log without them, beside the answers: ${short(purge.ms)} ms`);
});
