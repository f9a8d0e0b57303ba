import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/writer/createHandler.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { MAX_QUALITY_RECORDS, type QueueMessage } from '../../src/domain/events/message.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Site } from '../../src/domain/site.ts';
import { type RecordStore, RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { createQualityTally } from '../../src/writer/createQualityTally.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, MINUTE, SITE, START } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb } from './memoryDb.ts';

const HOUR = 60 * MINUTE;
const OTHER = { ...SITE, id: 'other' as SiteId };

/** The writer's Lambda over a record in memory, with its clock in the test's hands. */
const arrange = ({
  sites = [SITE],
  replaced = {},
}: {
  sites?: readonly Site[];
  replaced?: Partial<RecordStore>;
} = {}) => {
  const db = memoryDb(async () => undefined);
  const clock = { nowMs: START };
  const inserts: number[] = [];
  const store = { ...mongoRecordStore({ db }), ...replaced };
  const handler = createHandler({
    record: {
      ...store,
      insertQuality: (records) => {
        inserts.push(records.length);
        return store.insertQuality(records);
      },
    },
    deadLetters: { send: async () => undefined },
    sites,
    log: keptLog(),
    now: () => clock.nowMs,
  });
  let sent = 0;
  const write = (...bodies: readonly (QueueMessage | string)[]) =>
    handler({
      Records: bodies.map((body) => ({
        messageId: typeof body === 'string' ? body.slice(0, 40) : String(sent++),
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })),
    } as SQSEvent);
  const record = mongoAggregationRecord({ db });
  const counted = (fromMs = START - HOUR, toMs = START + HOUR, site = SITE.id) =>
    record.quality(site, fromMs, toMs);
  return { write, clock, inserts, counted };
};

const view = (id: string, parts: Parameters<typeof eventOf>[1] = {}) =>
  messageOf([eventOf('page_view', { id, ...parts })]);

describe('the quality of a site’s numbers', () => {
  it('counts events as accepted, duplicated, late and deferred, by the hour in which they were received', async () => {
    const { write, clock, counted } = arrange();
    clock.nowMs = START + 5 * MINUTE;
    await write(
      view('a', { receivedAt: START }),
      view('a', { receivedAt: START }),
      view('b', { occurredAt: START - MINUTE, receivedAt: START }),
      view('c', { occurredAt: START - MINUTE - 1, receivedAt: START }),
      view('d', { receivedAt: START - 5 * MINUTE }),
      view('e', { occurredAt: START - HOUR, receivedAt: START - 5 * MINUTE - 1 }),
    );
    expect(await counted(START, START + HOUR)).toEqual({ accepted: 3, duplicated: 1, late: 1 });
    expect(await counted(START - HOUR, START)).toEqual({ accepted: 2, late: 1, deferred: 1 });
  });

  it('is written at most once a minute, and nothing of it is forgotten in between', async () => {
    const { write, clock, inserts, counted } = arrange();
    for (const id of ['a', 'b', 'c']) await write(view(id));
    expect(inserts.filter((records) => records > 0)).toEqual([1]);
    expect(await counted()).toEqual({ accepted: 1 });
    clock.nowMs += MINUTE;
    await write(view('d'));
    expect(inserts.filter((records) => records > 0)).toEqual([1, 1]);
    expect(await counted()).toEqual({ accepted: 4 });
  });

  it('counts what messages bring, each once, of sites that are served', async () => {
    const { write, counted } = arrange();
    const brought = (id: string, site: SiteId) => ({
      id,
      site,
      at: START,
      counts: { 'refused:too_large': 2 },
    });
    const message = { ...view('a'), quality: [brought('q1', SITE.id), brought('q2', OTHER.id)] };
    await write(message);
    await write(message, { ...view('b'), quality: [brought('q3', SITE.id)] });
    expect(await counted()).toMatchObject({ 'refused:too_large': 4 });
    expect(await counted(START, START + 1, OTHER.id)).toEqual({});
  });

  it('counts a message that is buried once, however often it comes, for the site that it names', async () => {
    const { write, counted } = arrange({ sites: [SITE, OTHER] });
    const broken = `{"session":{"site":"${SITE.id}"}}`;
    await write(broken, 'of no site', '{"session":{"site":"unknown"}}', 'null');
    await write(broken);
    expect(await counted()).toEqual({ deadLettered: 1 });
    expect(await counted(START, START + 1, OTHER.id)).toEqual({});
  });

  it('counts a message that names no site for the only one there is', async () => {
    const { write, counted } = arrange();
    await write('not JSON');
    expect(await counted()).toEqual({ deadLettered: 1 });
  });

  it('is told again, and counts once, where the record failed meanwhile', async () => {
    let isDown = true;
    const { write, clock, counted } = arrange({
      replaced: {
        saveSessions: async () => {
          if (isDown) throw new RecordUnavailable('down');
        },
      },
    });
    await expect(write(view('a'))).rejects.toThrow(RecordUnavailable);
    expect(await counted()).toEqual({});
    isDown = false;
    await write(view('a'));
    clock.nowMs += MINUTE;
    await write(view('b'));
    expect(await counted()).toEqual({ accepted: 2, duplicated: 1 });
  });
});

describe('a tally of quality', () => {
  const arrangeTally = () => {
    const clock = { nowMs: START };
    let ids = 0;
    return { clock, tally: createQualityTally({ now: () => clock.nowMs, randomId: () => `id${ids++}` }) };
  };

  it('gives what it counted by site and quarter of an hour, until it was told', () => {
    const { clock, tally } = arrangeTally();
    tally.count(SITE.id, 'late', START);
    tally.count(SITE.id, 'late', START + 15 * MINUTE - 1);
    tally.count(SITE.id, 'accepted', START + 15 * MINUTE);
    tally.count(OTHER.id, 'late', START);
    const due = tally.due();
    expect(due).toEqual([
      { id: 'id0', site: SITE.id, at: START, counts: { late: 2 } },
      { id: 'id1', site: SITE.id, at: START + 15 * MINUTE, counts: { accepted: 1 } },
      { id: 'id2', site: OTHER.id, at: START, counts: { late: 1 } },
    ]);
    expect(tally.due()).toEqual([]);
    clock.nowMs += MINUTE;
    expect(tally.due()).toEqual(due);
    tally.told(due.slice(0, 2));
    clock.nowMs += MINUTE;
    expect(tally.due()).toEqual(due.slice(2));
  });

  it('gives no more at once than a message takes, and the rest a minute later', () => {
    const { clock, tally } = arrangeTally();
    const spans = MAX_QUALITY_RECORDS + 3;
    for (let span = 0; span < spans; span++) tally.count(SITE.id, 'late', START + span * 15 * MINUTE);
    const due = tally.due();
    tally.told(due);
    expect(due).toHaveLength(MAX_QUALITY_RECORDS);
    clock.nowMs += MINUTE;
    expect(tally.due()).toHaveLength(3);
  });

  it('tells also where the clock was set back', () => {
    const { clock, tally } = arrangeTally();
    tally.due();
    clock.nowMs -= HOUR;
    tally.count(SITE.id, 'late', START);
    expect(tally.due()).toHaveLength(1);
  });
});
