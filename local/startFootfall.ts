import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createHandler as createAnalytics } from '../functions/analytics/createHandler.ts';
import { createHandler as createConversions } from '../functions/conversions/createHandler.ts';
import { createHandler as createPeople } from '../functions/people/createHandler.ts';
import { createAggregator } from '../src/aggregate/createAggregator.ts';
import { createRelabelSpan } from '../src/aggregate/relabelSpan.ts';
import type { Environment } from '../src/config/environment.ts';
import { parseKeyRing } from '../src/config/parseKeyRing.ts';
import type { Site } from '../src/domain/site.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import { createOrders } from '../src/orders/createOrders.ts';
import { finishErasures } from '../src/people/subject/finishErasures.ts';
import type { Log } from '../src/ports/Log.ts';
import { lazy } from '../src/runtime/lazy.ts';
import { sessionDependencies } from '../src/runtime/sessionDependencies.ts';
import { writeKept } from '../src/writer/writeKept.ts';
import { writeMessages } from '../src/writer/writeMessages.ts';
import { aggregateHandler } from './aggregation/aggregateHandler.ts';
import { relabelHandler } from './aggregation/relabelHandler.ts';
import { type LocalAggregation, startAggregation } from './aggregation/startAggregation.ts';
import { backupHandler } from './backup/backupHandler.ts';
import { createMovableClock } from './clock/movableClock.ts';
import { withMovedClock } from './clock/withMovedClock.ts';
import { createControlToken } from './control/controlToken.ts';
import { writeControlFile } from './control/writeControlFile.ts';
import { createHttpServer } from './http/createHttpServer.ts';
import { localRoutes } from './localRoutes.ts';
import type { RunsOn } from './RunsOn.ts';
import { jwtKeys } from './storefront/jwtKeys.ts';
import { localStorefront } from './storefront/localStorefront.ts';
import { createClosers } from './wiring/closers.ts';
import { conversionKeys } from './wiring/conversionKeys.ts';
import { cookieKeys } from './wiring/cookieKeys.ts';
import { localHealth } from './wiring/localHealth.ts';
import { localHosts, localSites } from './wiring/localSites.ts';
import { openStores } from './wiring/openStores.ts';
import { type StaffCredentials, staffCredentials } from './wiring/staffCredentials.ts';

export interface FootfallOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Where everything is kept; made where it is missing. One process at a time. */
  readonly dataDir: string;
  /**
   * `REDIS_URL`, `MONGODB_URI`, `TABLE_NAME`, `SITES`, `COOKIE_KEYS`, `JWT_KEYS`,
   * `CONVERSION_KEYS`, `REDIS_SHARDS`, `REDIS_CLUSTER`, `ADMIN_PASSWORD`,
   * `ADMIN_TOKEN`; none is needed.
   */
  readonly environment: Environment;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** How long `stop` waits for the writer; as short as `startLocalQueue` says without it. */
  readonly drainMs?: number;
}

export interface Footfall {
  /** `http://localhost:3000` */
  readonly url: string;
  /** What it runs on. */
  readonly runsOn: RunsOn;
  /** With what the staff come in, as far as it was made here. */
  readonly staff: StaffCredentials['shown'];
  /** Whether the record held no session when it started. */
  readonly isEmpty: boolean;
  /** Takes no more requests, has the writer finish what was accepted, and closes everything. Safe to repeat. */
  stop(): Promise<void>;
}

/** Longer than a simulation is silent: it waits for the writer at times. */
const SIMULATION_PAUSES_MS = 60_000;

/**
 * All of Footfall in this process: the Lambdas' own handlers behind an HTTP server, a queue in front of the writer, the aggregators by
 * the clock.
 * @throws PortTaken, ConfigurationError, FolderLocked, LogCorrupted, or RecordUnavailable where `MONGODB_URI` does not answer
 */
export const startFootfall = async ({
  port,
  dataDir,
  environment,
  log,
  now = Date.now,
  drainMs,
}: FootfallOptions): Promise<Footfall> => {
  // The port comes first: it is what most often is wrong, and the sites' origins name it.
  const server = createHttpServer({ log, now });
  const listening = await server.listen(port);
  const closers = createClosers();
  let aggregation: LocalAggregation | undefined;
  /** Requests first: what was answered is then in the queue, and nothing follows. One may wait for an aggregation, which ends. */
  const stop = async (): Promise<void> => {
    const aggregated = aggregation?.stop();
    await server.close();
    await aggregated;
    await closers.closeAll();
  };
  try {
    const sites = localSites(environment, listening);
    const hosts = localHosts(listening);
    warnOfForeignSites(sites, hosts, log);

    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const keys = parseKeyRing(await cookieKeys(environment, dataDir));
    const tokenKeys = parseKeyRing(await jwtKeys(environment, dataDir), 'JWT_KEYS');
    const shopKeys = parseKeyRing(await conversionKeys(environment, dataDir), 'CONVERSION_KEYS');
    const staff = await staffCredentials(environment, dataDir);
    const clock = createMovableClock(now);
    const token = createControlToken();

    const stores = await openStores(environment, { dataDir, sites, clock, closers, log, now, drainMs });
    const { record, metrics, hotSessions, limits, queue } = stores;
    const firstSessionAt = ({ id }: Site) => stores.aggregation.firstSessionAt(id);

    const session: SessionDependencies = {
      ...sessionDependencies({
        sites,
        keys,
        hotSessions,
        limits,
        record: lazy(async () => record),
        identities: lazy(async () => stores.identities),
        salts: lazy(async () => metrics.salts),
        queue: queue.queue,
        log,
        // The breakers' and the log's: a store is not up because a visit is of yesterday.
        now,
        // Who controls this server may say what CloudFront says elsewhere: a visitor's country and address.
        originSecret: token.text,
      }),
      now: clock.now,
    };
    const orders = createOrders({
      book: stores.shop.book,
      catalogue: stores.shop.catalogue,
      hotSessions,
      deliver: session.deliver,
      record,
      sites,
      now: clock.now,
      log,
      count: session.count,
    });
    const quietly = { ...log, info: log.debug };
    const write = writeMessages({ record, sites, log: quietly });
    const relabelSpan = createRelabelSpan({ bots: stores.bots, record, write, now });
    aggregation = startAggregation({
      aggregator: createAggregator({
        record: stores.aggregation,
        ledger: metrics.ledger,
        store: metrics.store,
        hotSessions,
        finishOrders: orders.finishPending,
        writeKept: writeKept({ record, write, log, now }),
        finishErasures: finishErasures({ ...stores.persons, hotSessions }, now),
        relabelSpan,
        salts: metrics.salts,
        sites,
        // A line a minute is for CloudWatch.
        log: quietly,
        now,
        owner: `local:${randomUUID()}`,
      }),
      sites,
      // A simulation comes to its days in their order, and has them aggregated at its end: none is late.
      isHeld: () => clock.unmovedForMs() < SIMULATION_PAUSES_MS,
      log,
      now,
    });

    const { passwordHash, token: staffToken } = staff;
    const forStaff = { sites, keys, passwordHash, token: staffToken, log, now: clock.now };
    const routes = await localRoutes({
      session,
      stores,
      analytics: createAnalytics({
        ...forStaff,
        store: metrics.store,
        ledger: metrics.ledger,
        attempts: metrics.attempts,
      }),
      people: createPeople({
        ...forStaff,
        people: stores.people,
        record,
        aggregation: stores.aggregation,
        bots: stores.bots,
        deliver: session.deliver,
        subject: { ...stores.persons, hotSessions },
        health: localHealth(session, stores),
        // Who waits until the writer is done asks often.
        healthKeptMs: 0,
      }),
      storefront: await localStorefront({
        session,
        stores,
        orders,
        jwtKeys: tokenKeys,
        now: clock.now,
        randomId: randomUUID,
        log,
      }),
      conversions: createConversions({
        sites,
        keys,
        conversionKeys: shopKeys,
        record,
        customerSessions: stores.customerSessions,
        orders,
        log,
        now: clock.now,
        count: session.count,
      }),
      aggregate: aggregateHandler({ aggregation, sites, firstSessionAt, log, now: clock.now }),
      relabel: relabelHandler({ aggregation, relabelSpan, sites, firstSessionAt, log, now: clock.now }),
      backup: backupHandler({ sources: stores.backup, aggregation, log, now }),
      hosts,
      token,
    });
    server.serve(withMovedClock(routes, { clock, token }));
    const url = `http://${hosts[0]}`;
    closers.add(await writeControlFile(dataDir, { url, token: token.text }));
    const firsts = await Promise.all(sites.map(firstSessionAt));

    let stopped: Promise<void> | undefined;
    return {
      url,
      runsOn: stores.runsOn,
      staff: staff.shown,
      isEmpty: firsts.every((first) => first === undefined),
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const warnOfForeignSites = (
  sites: ReturnType<typeof localSites>,
  hosts: readonly string[],
  log: Log,
): void => {
  const isLocal = sites.some(({ origins }) => hosts.some((host) => origins.includes(`http://${host}`)));
  if (!isLocal) log.warn(`SITES allows no page of http://${hosts[0]}: visits of the start page are refused`);
};
