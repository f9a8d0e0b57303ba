import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import type { MinuteMetrics } from '../../src/domain/metrics/minuteMetrics.ts';
import type { Correction, PieceId, PieceStamp } from '../../src/domain/metrics/piece.ts';
import { pieceKey } from '../../src/domain/metrics/pieceKey.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { LeaseLost } from '../../src/ports/AggregationLedger.ts';
import type { MetricsStore, SectionName, StoredPiece } from '../../src/ports/MetricsStore.ts';

const NOON = 1_795_348_800_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = '2026-11-22' as LocalDate;

export const dayPiece = (day: string = DAY): PieceId => ({ kind: 'day', day: day as LocalDate });
const hourPiece = (hour: number, day: LocalDate = DAY): PieceId => ({
  kind: 'hour',
  startMs: NOON + hour * HOUR,
  day,
});
export const stampOf = (version: number, parts: Partial<PieceStamp> = {}): PieceStamp => ({
  version,
  writtenAt: NOON + version,
  reason: 'minute',
  ...parts,
});
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A piece whose every section tells whose it is. */
export const pieceOf = (id: PieceId, stamp: PieceStamp, text = `v${stamp.version}`, names = SECTIONS) => ({
  id,
  stamp,
  sections: new Map<SectionName, Uint8Array>(names.map((name) => [name, bytesOf(`${name} of ${text}`)])),
});
const SECTIONS: readonly SectionName[] = ['core', 'visitors', 'device', 'landingPage'];

/** What heads and sections say of a day, together. */
export const readDay = async (store: MetricsStore, site: SiteId, day = DAY) => {
  const { pieces } = await store.heads(site, { years: [Number(day.slice(0, 4))], hoursOf: [] });
  const piece = pieces.get(pieceKey(dayPiece(day)));
  return { stamp: piece?.stamp, texts: piece && (await textsOf(store, site, piece)) };
};
const textsOf = async (store: MetricsStore, site: SiteId, { id, stamp }: StoredPiece) =>
  (await store.sections(SECTIONS.map((section) => ({ site, id, version: stamp.version, section })))).map(
    (section) => section && new TextDecoder().decode(section),
  );
/** What {@link readDay} tells of {@link pieceOf}. */
export const readingOf = (stamp: PieceStamp, text = `v${stamp.version}`) => ({
  stamp,
  texts: SECTIONS.map((name) => `${name} of ${text}`),
});

/** What every store of metrics does (`src/ports/MetricsStore.ts`). */
export const metricsStoreContract = (
  name: string,
  open: () => Promise<{
    readonly store: MetricsStore;
    /** The same metrics, by another process. */
    readonly other: MetricsStore;
    close(): Promise<void>;
  }>,
): void => {
  describe(`metrics in ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let store: MetricsStore;
    let sites = 0;
    const newSite = () => `site-${sites++}` as SiteId;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(async () => {
      await store.close();
      await opened.close();
    });

    const write = (site: SiteId, id: PieceId, version = 1, fence = 1, by = store) =>
      by.writePiece(site, pieceOf(id, stampOf(version)), { fence });

    describe('heads', () => {
      it('name nothing of a new site', async () => {
        expect(await store.heads(newSite(), { years: [2025, 2026], hoursOf: [DAY] })).toEqual({
          pieces: new Map(),
          hours: new Map(),
        });
      });

      it('name what was written of the years and days that are asked for, with its stamp', async () => {
        const site = newSite();
        const [week, month] = [
          { kind: 'week', monday: '2026-11-16' as LocalDate },
          { kind: 'month', month: '2026-10' },
        ] as const;
        const ids: PieceId[] = [dayPiece(), dayPiece('2025-12-31'), week, month, hourPiece(0), hourPiece(1)];
        for (const id of ids) await write(site, id, 3);
        await write(site, hourPiece(24, '2026-11-23' as LocalDate));
        const named = (...pieces: PieceId[]) =>
          new Map(pieces.map((id) => [pieceKey(id), { id, stamp: stampOf(3) }]));
        expect(await store.heads(site, { years: [2026], hoursOf: [DAY] })).toEqual({
          pieces: named(dayPiece(), week, month),
          hours: named(hourPiece(0), hourPiece(1)),
        });
        expect(await store.heads(site, { years: [2025, 2026, 2025], hoursOf: [] })).toEqual({
          pieces: named(dayPiece(), dayPiece('2025-12-31'), week, month),
          hours: new Map(),
        });
      });

      it('keep every reason and time', async () => {
        const site = newSite();
        const stamp = { version: 12_345, writtenAt: 1, reason: 'merged visitors' } as const;
        await store.writePiece(site, pieceOf(dayPiece(), stamp), { fence: 1 });
        expect((await readDay(store, site)).stamp).toEqual(stamp);
      });

      it('of one site name nothing of another', async () => {
        const site = newSite();
        await write(site, dayPiece());
        expect(await readDay(store, newSite())).toEqual({ stamp: undefined, texts: undefined });
      });
    });

    describe('sections', () => {
      const ref = (site: SiteId, section: SectionName, version = 1, id = dayPiece()) => ({
        site,
        id,
        version,
        section,
      });

      it('come in the order in which they are asked for, each as often', async () => {
        const site = newSite();
        await write(site, dayPiece());
        const asked = ['device', 'core', 'device', 'visitors'].map((section) => ref(site, section));
        expect((await store.sections(asked)).map((bytes) => new TextDecoder().decode(bytes))).toEqual([
          'device of v1',
          'core of v1',
          'device of v1',
          'visitors of v1',
        ]);
      });

      it('are absent where there is no such piece, version or section', async () => {
        const site = newSite();
        await write(site, dayPiece());
        expect(
          await store.sections([
            ref(site, 'core', 2),
            ref(site, 'device', 2),
            ref(site, 'browser'),
            ref(site, 'core', 1, dayPiece('2026-11-21')),
            ref(newSite(), 'core'),
          ]),
        ).toEqual([undefined, undefined, undefined, undefined, undefined]);
        expect(await store.sections([])).toEqual([]);
      });

      it('are the bytes that were written: none, zeros, all kinds, what is not to be made smaller', async () => {
        const site = newSite();
        const sections = new Map<SectionName, Uint8Array>([
          ['core', new Uint8Array(0)],
          ['visitors', new Uint8Array(1_000)],
          ['device', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
          ['browser', new Uint8Array(randomBytes(50_000))],
        ]);
        await store.writePiece(site, { id: dayPiece(), stamp: stampOf(1), sections }, { fence: 1 });
        const read = await store.sections([...sections.keys()].map((name) => ref(site, name)));
        expect(read).toEqual([...sections.values()]);
      });

      it('may be of a megabyte each, and many of them more together than one item holds', async () => {
        const site = newSite();
        const large = new Map<SectionName, Uint8Array>([
          ['core', bytesOf('small')],
          ['visitors', new Uint8Array(randomBytes(1_000_000))],
          ['device', new Uint8Array(randomBytes(300_000))],
          ['os', bytesOf('small as well')],
        ]);
        await store.writePiece(site, { id: dayPiece(), stamp: stampOf(1), sections: large }, { fence: 1 });
        const refs = [...large.keys()].map((name) => ref(site, name));
        expect(await store.sections([...refs, ref(site, 'browser')])).toEqual([...large.values(), undefined]);
        // and small again, and gone
        for (const version of [2, 3]) await write(site, dayPiece(), version);
        expect(await store.sections(refs)).toEqual(refs.map(() => undefined));
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(3)));
      });

      it('come ten megabytes in one call', async () => {
        const site = newSite();
        const ids = Array.from({ length: 30 }, (_, hour) => hourPiece(hour));
        const large = new Map(ids.map((id) => [pieceKey(id), new Uint8Array(randomBytes(350_000))]));
        for (const id of ids) {
          const sections = new Map([['visitors', large.get(pieceKey(id)) ?? new Uint8Array(0)]]);
          await store.writePiece(site, { id, stamp: stampOf(1), sections }, { fence: 1 });
        }
        const read = await store.sections(ids.map((id) => ref(site, 'visitors', 1, id)));
        expect(
          read.map((bytes, index) =>
            Buffer.compare(bytes ?? new Uint8Array(0), [...large.values()][index] ?? new Uint8Array(1)),
          ),
        ).toEqual(ids.map(() => 0));
      });

      it('come a thousand in one call, of pieces small and large', async () => {
        const site = newSite();
        const ids = Array.from({ length: 100 }, (_, hour) => hourPiece(hour));
        const names = ['core', ...Array.from({ length: 9 }, (_, n) => `dimension${n}`)];
        const large = new Uint8Array(randomBytes(400_000));
        for (const [index, id] of ids.entries()) {
          const piece = pieceOf(id, stampOf(1), pieceKey(id), names);
          if (index % 50 === 0) piece.sections.set('dimension3', large);
          await store.writePiece(site, piece, { fence: 1 });
        }
        const refs = ids.flatMap((id) => names.map((section) => ref(site, section, 1, id)));
        const read = await store.sections(refs);
        expect(
          read.map((bytes) => (bytes?.length === 400_000 ? 'large' : new TextDecoder().decode(bytes))),
        ).toEqual(
          ids.flatMap((id, index) =>
            names.map((section) =>
              index % 50 === 0 && section === 'dimension3' ? 'large' : `${section} of ${pieceKey(id)}`,
            ),
          ),
        );
        expect(read[3 + 1]).toEqual(large);
      }, 60_000);
    });

    describe('versions', () => {
      it('replace one another, and the one before stays readable until the next but one', async () => {
        const site = newSite();
        const id = dayPiece();
        await write(site, id, 1);
        await write(site, id, 2);
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(2)));
        expect(await textsOf(store, site, { id, stamp: stampOf(1) })).toEqual(readingOf(stampOf(1)).texts);
        await write(site, id, 3);
        expect(await textsOf(store, site, { id, stamp: stampOf(2) })).toEqual(readingOf(stampOf(2)).texts);
        expect(await textsOf(store, site, { id, stamp: stampOf(1) })).toEqual(SECTIONS.map(() => undefined));
      });

      it('may leave numbers out: what was current until now is what stays readable', async () => {
        const site = newSite();
        const id = dayPiece();
        for (const version of [1, 4, 9]) await write(site, id, version);
        const readable = await store.sections(
          [1, 4, 9].map((version) => ({ site, id, version, section: 'core' })),
        );
        expect(readable.map((bytes) => bytes !== undefined)).toEqual([false, true, true]);
      });

      it('of one piece say nothing about another whose name begins the same', async () => {
        const site = newSite();
        const [short, long] = [1, 10].map((startMs) => ({ kind: 'hour', startMs, day: DAY }) as const);
        if (short === undefined || long === undefined) throw new Error('two hours');
        await write(site, long);
        for (const version of [1, 2, 3]) await write(site, short, version);
        expect(await textsOf(store, site, { id: long, stamp: stampOf(1) })).toEqual(
          readingOf(stampOf(1)).texts,
        );
      });

      it('are refused to a lease that is older than one which has written there', async () => {
        const site = newSite();
        await write(site, dayPiece(), 1, 7);
        await expect(write(site, dayPiece(), 2, 6)).rejects.toBeInstanceOf(LeaseLost);
        // other pieces of the year as well, even where it saw nothing of the younger lease yet
        await expect(write(site, dayPiece('2026-01-01'), 1, 6, opened.other)).rejects.toBeInstanceOf(
          LeaseLost,
        );
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(1)));
        await write(site, dayPiece(), 2, 7);
        await write(site, dayPiece(), 3, 8);
      });

      it('are refused where that one or a later one is there, and change nothing', async () => {
        const site = newSite();
        await write(site, dayPiece(), 5);
        for (const by of [store, opened.other]) {
          for (const version of [4, 5]) {
            const late = pieceOf(dayPiece(), stampOf(version, { writtenAt: NOON + 99 }), 'late');
            await expect(by.writePiece(site, late, { fence: 1 })).rejects.toBeInstanceOf(LeaseLost);
            await expect(by.writePiece(site, late, { fence: 2 })).rejects.toBeInstanceOf(LeaseLost);
          }
        }
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(5)));
      });

      it('can be written again as they are by the lease that wrote them: its answer may have been lost', async () => {
        const site = newSite();
        for (const by of [store, opened.other, store]) await write(site, dayPiece(), 1, 3, by);
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(1)));
      });

      it('are refused to a zombie that writes after a younger lease took over, and what that one wrote stays', async () => {
        const site = newSite();
        await write(site, dayPiece(), 1, 1);
        await write(site, dayPiece(), 2, 2, opened.other);
        const zombie = pieceOf(dayPiece(), stampOf(2), 'the zombie');
        await expect(store.writePiece(site, zombie, { fence: 1 })).rejects.toBeInstanceOf(LeaseLost);
        const next = pieceOf(dayPiece(), stampOf(3), 'the zombie');
        await expect(store.writePiece(site, next, { fence: 1 })).rejects.toBeInstanceOf(LeaseLost);
        expect(await readDay(store, site)).toEqual(readingOf(stampOf(2)));
      });

      it('of two leases that write at once come whole from one of them', async () => {
        const site = newSite();
        for (let version = 1; version <= 10; version++) {
          const writers = [1, 2].map((n) => {
            const fence = 2 * version + n;
            const text = `fence ${fence}`;
            const stamp = stampOf(version, { writtenAt: fence });
            const by = n === 1 ? store : opened.other;
            return { text, stamp, writing: by.writePiece(site, pieceOf(dayPiece(), stamp, text), { fence }) };
          });
          const outcomes = await Promise.allSettled(writers.map(({ writing }) => writing));
          const read = await readDay(store, site);
          const winner = writers.find(({ stamp }) => stamp.writtenAt === read.stamp?.writtenAt);
          expect(read).toEqual(
            readingOf(stampOf(version, { writtenAt: winner?.stamp.writtenAt ?? 0 }), winner?.text ?? ''),
          );
          for (const [index, outcome] of outcomes.entries()) {
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(LeaseLost);
            expect(outcome.status).toBe(writers[index] === winner ? 'fulfilled' : 'rejected');
          }
        }
      });

      it('are never seen torn by a reader, who has the time of a whole version to read what heads named', async () => {
        const site = newSite();
        let current = 0;
        const writing = (async () => {
          for (let version = 1; version <= 20; version++) {
            await write(site, dayPiece(), version);
            current = version;
          }
        })();
        const read = async () => {
          while (current < 20) {
            const { stamp, texts = [] } = await readDay(opened.other, site);
            if (stamp === undefined) continue;
            // a reader who was overtaken twice may find nothing, and never something else
            const allowed = current > stamp.version ? [undefined] : [];
            for (const [index, text] of readingOf(stamp).texts.entries()) {
              expect([text, ...allowed]).toContain(texts[index]);
            }
          }
        };
        await Promise.all([writing, read(), read()]);
      });
    });

    describe('minutes', () => {
      const minuteOf = (index: number, parts: Partial<MinuteMetrics> = {}): MinuteMetrics => ({
        minute: NOON + index * MINUTE,
        activeVisitors: 3,
        sessions: 2,
        pageViews: 5,
        orders: 1,
        revenueMinor: 1_999,
        events: [{ value: 'page_view', count: 5 }],
        pages: [{ value: '/a"b\\é', count: 5 }],
        channels: [],
        devices: [{ value: 'mobile', count: 2 }],
        funnel: { sessions: 4, product: 3, cart: 2, checkout: 1, order: 0 },
        ...parts,
      });
      const { activeVisitors: _, ...reckonedLate } = minuteOf(1);

      it('come in their order, from one instant until before another', async () => {
        const site = newSite();
        await store.putMinutes(site, [minuteOf(2), reckonedLate, minuteOf(0)], NOON + HOUR);
        await store.putMinutes(site, [minuteOf(-1)], NOON + HOUR);
        expect(await store.minutes(site, NOON, NOON + 2 * MINUTE)).toEqual([minuteOf(0), reckonedLate]);
        expect(await store.minutes(site, NOON - HOUR, NOON + HOUR)).toHaveLength(4);
        expect(await store.minutes(site, NOON, NOON)).toEqual([]);
        expect(await store.minutes(newSite(), NOON, NOON + HOUR)).toEqual([]);
      });

      it('are replaced by the same minute, also within one call', async () => {
        const site = newSite();
        await store.putMinutes(site, [minuteOf(0)], NOON + HOUR);
        await store.putMinutes(
          site,
          [minuteOf(0, { pageViews: 6 }), minuteOf(0, { pageViews: 7 })],
          NOON + HOUR,
        );
        expect(await store.minutes(site, NOON, NOON + HOUR)).toEqual([minuteOf(0, { pageViews: 7 })]);
      });

      it('may be many', async () => {
        const site = newSite();
        const pages = Array.from({ length: 50 }, (_, n) => ({ value: `/${'p'.repeat(90)}${n}`, count: n }));
        const minutes = Array.from({ length: 300 }, (_, index) => minuteOf(index, { pages }));
        await store.putMinutes(site, minutes, NOON + HOUR);
        expect(await store.minutes(site, NOON, NOON + 300 * MINUTE)).toEqual(minutes);
        await store.putMinutes(site, [], NOON + HOUR);
      });
    });

    describe('corrections', () => {
      const correctionOf = (day: string, orderId: string, revenueMinor = -100): Correction => ({
        day: day as LocalDate,
        orderId,
        reason: 'refund',
        at: NOON,
        delta: { orders: 0, revenueMinor },
        values: { device: 'mobile', landingPage: '/é#"' },
      });
      const read = async (site: SiteId, from: string, to: string) =>
        (await store.corrections(site, from as LocalDate, to as LocalDate)).sort((a, b) =>
          `${a.day}${a.orderId}` < `${b.day}${b.orderId}` ? -1 : 1,
        );

      it('come of a range of days, both inclusive', async () => {
        const site = newSite();
        const corrections = ['2026-09-30', '2026-10-01', '2026-10-02', '2026-10-03'].map((day) =>
          correctionOf(day, 'o#1'),
        );
        await store.putCorrections(site, corrections);
        expect(await read(site, '2026-10-01', '2026-10-02')).toEqual(corrections.slice(1, 3));
        expect(await read(site, '2026-10-04', '2026-12-31')).toEqual([]);
        expect(await read(site, '2026-10-02', '2026-10-01')).toEqual([]);
      });

      it('are replaced by one of the same day and order', async () => {
        const site = newSite();
        await store.putCorrections(site, [correctionOf(DAY, 'o1'), correctionOf(DAY, 'o2')]);
        await store.putCorrections(site, [correctionOf(DAY, 'o1', -200)]);
        expect(await read(site, DAY, DAY)).toEqual([correctionOf(DAY, 'o1', -200), correctionOf(DAY, 'o2')]);
      });

      it('may be of orders with ids as long as an event can tell', async () => {
        const site = newSite();
        const long = correctionOf(DAY, 'ö'.repeat(2_000));
        await store.putCorrections(site, [long]);
        expect(await read(site, DAY, DAY)).toEqual([long]);
      });
    });
  });
};
