import { mkdir } from 'node:fs/promises';
import type { Environment } from '../src/config/environment.ts';
import { parseKeyRing } from '../src/config/parseKeyRing.ts';
import type { Log } from '../src/ports/Log.ts';
import { lazyRecord } from '../src/runtime/lazyRecord.ts';
import { sessionDependencies } from '../src/runtime/sessionDependencies.ts';
import { createHttpServer } from './http/createHttpServer.ts';
import { localRoutes } from './localRoutes.ts';
import type { RunsOn } from './RunsOn.ts';
import { createClosers } from './wiring/closers.ts';
import { cookieKeys } from './wiring/cookieKeys.ts';
import { localHosts, localSites } from './wiring/localSites.ts';
import { openHotSessions } from './wiring/openHotSessions.ts';
import { openQueue } from './wiring/openQueue.ts';
import { openRecord } from './wiring/openRecord.ts';
import { toldRecord } from './wiring/toldRecord.ts';

export interface FootfallOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Where everything is kept; made where it is missing. One process at a time. */
  readonly dataDir: string;
  /** `REDIS_URL`, `MONGODB_URI`, `SITES`, `COOKIE_KEYS`, `REDIS_SHARDS`, `REDIS_CLUSTER`; none is needed. */
  readonly environment: Environment;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface Footfall {
  /** `http://localhost:3000` */
  readonly url: string;
  /** What it runs on. */
  readonly runsOn: RunsOn;
  /** Takes no more requests, has the writer finish what was accepted, and closes everything. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * All of Footfall in this process: the Lambdas' own handlers behind an HTTP server, a queue in front of the writer.
 * @throws PortTaken, ConfigurationError, FolderLocked, LogCorrupted, or RecordUnavailable where `MONGODB_URI` does not answer
 */
export const startFootfall = async ({
  port,
  dataDir,
  environment,
  log,
  now = Date.now,
}: FootfallOptions): Promise<Footfall> => {
  // The port comes first: it is what most often is wrong, and the sites' origins name it.
  const server = createHttpServer({ log, now });
  const listening = await server.listen(port);
  const closers = createClosers();
  /** Requests first: what was answered is then in the queue, and nothing follows. */
  const stop = async (): Promise<void> => {
    await server.close();
    await closers.closeAll();
  };
  try {
    const sites = localSites(environment, listening);
    const hosts = localHosts(listening);
    warnOfForeignSites(sites, hosts, log);

    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const keys = parseKeyRing(await cookieKeys(environment, dataDir));
    const stored = await openRecord(environment, { dataDir, log, now });
    closers.add(() => stored.record.close());
    const hot = await openHotSessions(environment, { log, now });
    closers.add(() => hot.hotSessions.close());
    const localQueue = await openQueue({ dataDir, record: toldRecord(stored.record, log), sites, log });
    closers.add(() => localQueue.close());

    const session = sessionDependencies({
      sites,
      keys,
      hotSessions: hot.hotSessions,
      record: lazyRecord(async () => stored.record),
      queue: localQueue.queue,
      log,
      now,
    });
    const runsOn = { hotSessions: hot.name, record: stored.name };
    server.serve(await localRoutes({ session, record: stored.record, queue: localQueue, hosts, runsOn }));

    let stopped: Promise<void> | undefined;
    return {
      url: `http://${hosts[0]}`,
      runsOn,
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
