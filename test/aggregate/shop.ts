import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { type AggregatorDependencies, createAggregator } from '../../src/aggregate/createAggregator.ts';
import type { BrowserId, SessionId, VisitorId } from '../../src/domain/ids.ts';
import type { QualityCounts } from '../../src/domain/metrics/piece.ts';
import type { Site } from '../../src/domain/site.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, SITE, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { inMemoryDb } from './inMemoryDb.ts';
import { storedMetrics, visitorNames } from './storedMetrics.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An instant by its UTC text, such as `2026-03-05T10:00`. */
export const at = (utc: string): number => Date.parse(`${utc}Z`);
export const day = (text: string): LocalDate => text as LocalDate;

export interface Visit {
  readonly session: string;
  readonly browser: string;
  readonly visitor?: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly device?: 'mobile' | 'desktop';
  readonly bot?: boolean;
  /** Paths seen, a minute apart. */
  readonly pages?: readonly string[];
}

type Ports = Pick<AggregatorDependencies, 'record' | 'ledger' | 'store'>;

/** Where a shop's record and metrics are kept. */
export interface Stores extends Pick<Ports, 'ledger' | 'store'> {
  readonly db: DriverDb;
}

const storesInMemory = (now: () => number): Stores => ({
  db: inMemoryDb(now),
  ledger: memoryLedger(),
  store: memoryMetricsStore(),
});

/**
 * A shop with its record, its metrics and its clock; what happens in it goes through the writer.
 * @param stores in this process, where they are left out
 */
export const shop = (options: Partial<Site> = {}, stores?: Stores) => {
  const site: Site = { ...SITE, timezone: 'UTC', ...options };
  const clock = { nowMs: at('2026-03-02T00:00') };
  const now = (): number => clock.nowMs;
  const { db, ledger, store } = stores ?? storesInMemory(now);
  const log = keptLog();
  const write = writeMessages({ record: mongoRecordStore({ db }), sites: [site], log, now });
  const record = mongoAggregationRecord({ db });
  const forgotten = new Map<number, string>();
  const ports: Ports = {
    record: {
      ...record,
      // Their numbers stay in the metrics; which one somebody was given is another in each order of steps.
      forgetVisitors: async (...args) => {
        for (const [number, name] of await visitorNames(db, site)) forgotten.set(number, name);
        await record.forgetVisitors(...args);
      },
    },
    ledger,
    store,
  };
  let owners = 0;

  const parts = ({ session, browser, visitor = browser, startedAt }: Visit) => ({
    session: session as SessionId,
    browser: browser as BrowserId,
    visitor: visitor as VisitorId,
    sessionStartedAt: startedAt,
    site: site.id,
  });
  /** An event's id says whose it is. */
  const named = <E extends { id: string }>(event: E, { browser }: Visit): E => ({
    ...event,
    id: event.id.replace(/^[^:]*:[^:]*/, `${site.id}:${browser}`),
  });
  const send = (
    visit: Visit,
    events: readonly [ReturnType<typeof eventOf>, ...ReturnType<typeof eventOf>[]],
  ) => {
    const [first, ...rest] = events;
    return write([messageOf([named(first, visit), ...rest.map((event) => named(event, visit))])]);
  };

  const bot = { bot: true, reasons: ['known_bot'], rulesVersion: 1 } as const;
  return {
    site,
    clock,
    db,
    log,
    ports,
    /** A visit, with a page view at its start. */
    visit: (visit: Visit) => {
      const { startedAt, device = 'mobile', pages = ['/'] } = visit;
      return send(visit, [
        startOf(
          { device: { type: device }, ...(visit.bot === true ? { bot } : {}) },
          { ...parts(visit), id: `${visit.session}-start`, occurredAt: startedAt },
        ),
        ...pages.map((path, index) =>
          eventOf('page_view', {
            ...parts(visit),
            id: `${visit.session}-view-${path}`,
            path,
            occurredAt: startedAt + index * MINUTE,
          }),
        ),
      ]);
    },
    /** One more event of a visit. */
    event: (visit: Visit, type: string, occurredAt: number, more: Parameters<typeof eventOf>[1] = {}) =>
      send(visit, [
        eventOf(type, { ...parts(visit), id: `${visit.session}-${type}-${occurredAt}`, occurredAt, ...more }),
      ]),
    order: (visit: Visit, orderId: string, occurredAt: number, amountMinor: number) =>
      send(visit, [
        serverEventOf('order_completed', {
          ...parts(visit),
          id: `order-${orderId}`,
          occurredAt,
          properties: { orderId, amountMinor, currency: site.currency },
        }),
      ]),
    refund: (visit: Visit, orderId: string, occurredAt: number, amountMinor: number) =>
      send(visit, [
        serverEventOf('order_refunded', {
          ...parts(visit),
          id: `refund-${orderId}`,
          occurredAt,
          properties: { orderId, refundId: 'r1', amountMinor },
        }),
      ]),
    /** A login in a visit: from then on it counts for another visitor, and so does the browser's former one. */
    login: (visit: Visit, visitor: string, occurredAt: number, formerVisitor?: string) =>
      send({ ...visit, visitor }, [
        serverEventOf('customer_login', {
          ...parts({ ...visit, visitor }),
          id: `${visit.session}-login-${visitor}`,
          occurredAt,
          customerId: `c-${visitor}`,
          ...(formerVisitor === undefined ? {} : { formerVisitor: formerVisitor as VisitorId }),
        }),
      ]),
    /** What a process counted of quality, told when the clock says. */
    counted: (countedAt: number, counts: QualityCounts) =>
      write([], [{ id: `counts-${clock.nowMs}-${countedAt}`, site: site.id, at: countedAt, counts }]),
    /** An aggregator in a process of its own. */
    aggregator: (replaced: Partial<AggregatorDependencies> = {}) => {
      owners += 1;
      return createAggregator({ ...ports, sites: [site], log, now, owner: `process-${owners}`, ...replaced });
    },
    /** Everything that is stored of the site's metrics, in plain words. */
    metrics: (days: readonly LocalDate[]) => storedMetrics({ ports, db, site, days, forgotten }),
  };
};
export type Shop = ReturnType<typeof shop>;
