import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { SessionVerdict } from '../../src/domain/bots/verdict.ts';
import type { SessionId, SiteId } from '../../src/domain/ids.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { BotRecord } from '../../src/ports/BotRecord.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { MINUTE, SITE, START, startOf } from '../domain/sessions/foldFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const VERDICT: SessionVerdict = { bot: true, reasons: ['known_bot'], rulesVersion: 2 };
const STAFFS: SessionVerdict = { bot: false, reasons: [], rulesVersion: 2, staff: false };

const session = (id: string, minute: number, bot?: SessionVerdict) => {
  const startedAt = START + minute * MINUTE;
  const events = [
    startOf({}, { session: id as SessionId, sessionStartedAt: startedAt, occurredAt: startedAt }),
  ];
  const folded = foldSession({ events, site: SITE });
  if (!folded) throw new Error('no session');
  return { ...folded, ...(bot === undefined ? {} : { bot }), epoch: minute };
};

const all = async <T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
};
const byStart = <T extends { readonly startedAt: number }>(found: readonly T[]): T[] =>
  found.toSorted((a, b) => a.startedAt - b.startedAt);

/** What every record must tell of bots: run on each place that it may be in. */
export const botRecordContract = (start: () => Promise<RecordPlace>): void => {
  describe('a record, as it tells of bots,', () => {
    let place: RecordPlace;
    let bots: BotRecord;
    let store: RecordStore;
    beforeAll(async () => {
      place = await start();
      bots = mongoBotRecord({ db: place.db, timeoutMs: 10_000 });
      store = mongoRecordStore({ db: place.db });
      await store.ensureIndexes();
    });
    beforeEach(async () => {
      await place.empty();
      await store.saveSessions([
        session('early', -1, VERDICT),
        session('person', 0),
        session('bot', 1, VERDICT),
        session('overruled', 2, STAFFS),
        { ...session('elsewhere', 3, VERDICT), site: 'other' as SiteId },
        session('late', 4, VERDICT),
        session('erased', 2, VERDICT),
      ]);
      await place.db
        .collection(SESSIONS)
        .bulkWrite([{ updateOne: { filter: { _id: 'erased' }, update: { $set: { erased: true } } } }], {
          ordered: false,
        });
    });
    afterAll(() => place?.stop());

    const SPAN = [START, START + 4 * MINUTE] as const;

    it('gives the sessions started in a span with their verdicts, but those that were erased', async () => {
      const found = byStart(await all(bots.judgedSessions(SITE.id, ...SPAN)));
      expect(found).toEqual([
        { id: 'person', browser: 'b1', visitor: 'b1', startedAt: START, epoch: 0, eventsSeen: 1 },
        {
          id: 'bot',
          browser: 'b1',
          visitor: 'b1',
          startedAt: START + MINUTE,
          epoch: 1,
          eventsSeen: 1,
          verdict: VERDICT,
        },
        {
          id: 'overruled',
          browser: 'b1',
          visitor: 'b1',
          startedAt: START + 2 * MINUTE,
          epoch: 2,
          eventsSeen: 1,
          verdict: STAFFS,
        },
      ]);
    });

    it('gives those of which anything was said, with what shows why', async () => {
      const found = byStart(await all(bots.suspiciousSessions(SITE.id, ...SPAN)));
      expect(found.map(({ id }) => id)).toEqual(['bot', 'overruled']);
      expect(found[0]).toEqual({
        id: 'bot',
        browser: 'b1',
        visitor: 'b1',
        startedAt: START + MINUTE,
        epoch: 1,
        eventsSeen: 1,
        verdict: VERDICT,
        device: 'mobile',
        country: 'DE',
        landingPage: '/landing',
      });
    });

    it('gives as many as there are', async () => {
      const sessions = place.db.collection(SESSIONS);
      const bot = await sessions.findOne({ _id: 'bot' });
      const copies = Array.from({ length: 1_100 }, (_, index) => ({ ...bot, _id: `copy-${index}` }));
      await sessions.insertMany(copies, { ordered: false });
      expect(await all(bots.judgedSessions(SITE.id, ...SPAN))).toHaveLength(1_103);
      expect(await all(bots.suspiciousSessions(SITE.id, ...SPAN))).toHaveLength(1_102);
    });

    it('finds one by its id, of its site and not erased', async () => {
      const find = (id: string, site = SITE.id) => bots.findJudged(site, id as SessionId);
      expect(await find('bot')).toMatchObject({ browser: 'b1', epoch: 1, verdict: VERDICT });
      expect(await find('bot', 'other' as SiteId)).toBeUndefined();
      expect(await find('erased')).toBeUndefined();
      expect(await find('nobody')).toBeUndefined();
    });
  });
};
