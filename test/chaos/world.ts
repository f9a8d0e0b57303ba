import { silentLog } from '../../bench/traffic/silentLog.ts';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import type { Log } from '../../src/ports/Log.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { createFaults } from './faults.ts';
import type { KeyedChance } from './keyedChance.ts';
import { createNetwork } from './network.ts';
import { type Mishap, PROCESSES, type ProcessName, START_MS } from './plan.ts';
import {
  bootAggregator,
  bootWeb,
  bootWriter,
  type Plant,
  type Reached,
  type Surroundings,
} from './processes.ts';
import { products, SITE } from './shop.ts';
import { type SimulatedProcess, startProcess } from './simulatedProcess.ts';
import { createSimulatedQueue } from './simulatedQueue.ts';
import { remoteDb, remotePort } from './stores.ts';
import type { Timeline } from './timeline.ts';

/** A line of an error, or of a critical fault. */
export interface SeriousLine {
  readonly message: string;
  readonly error?: unknown;
}

/** Nobody is there to ask at the moment. */
export class NoProcess extends Error {
  override readonly name = 'NoProcess';
}

/** A process with what runs in it. */
interface Running<Body> {
  readonly process: SimulatedProcess;
  readonly body: Body;
}

/** Runs of a Lambda that take longer are ended. */
const RUN_TIMEOUT_MS = { web: 29_000, writer: 30_000, aggregator: 300_000 } as const;

/** The stores, the network and the processes of one schedule, and the mishaps that befall them. */
export const createWorld = async ({
  timeline,
  chanceOf,
  mishaps,
  without,
  plant,
}: {
  readonly timeline: Timeline;
  readonly chanceOf: KeyedChance;
  readonly mishaps: readonly Mishap[];
  /** Calls that go well whatever chance says. */
  readonly without: ReadonlySet<string>;
  readonly plant: Plant;
}) => {
  const faults = createFaults(chanceOf, without);
  const trace: string[] = [];
  const network = createNetwork({
    timeline,
    faults,
    mishaps,
    errorOf: (place, message) => {
      if (place === 'queue') return new QueueUnavailable(message);
      if (place === 'metrics') return new MetricsUnavailable(message);
      return new Error(message);
    },
    tell: (line) => void trace.push(`${(timeline.nowMs() - START_MS).toFixed(2)} ${line}`),
  });
  const queue = createSimulatedQueue({ timeline, chanceOf });
  let recordClockMs = 0;
  const db = inMemoryDb(() => Math.floor(timeline.nowMs()) + recordClockMs);
  const [ledger, metrics] = [memoryLedger(), memoryMetricsStore()];
  let redis = memoryHotSessions();
  await mongoRecordStore({ db }).ensureIndexes();
  await mongoCatalogue({ db }).seed(SITE.id, products);

  const counts = new Map<string, number>();
  const onCount = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const serious: SeriousLine[] = [];
  const hear: Log['error'] = (message, fields) =>
    void serious.push({ message, ...(fields?.error === undefined ? {} : { error: fields.error }) });
  const log: Log = { ...silentLog, error: hear, critical: hear };

  const skews = new Map<ProcessName, number>(
    PROCESSES.map((name) => [name, chanceOf(`clock of ${name}`).int(-400, 400)]),
  );
  const lives = new Map<ProcessName, number>();
  const running = new Map<ProcessName, Running<unknown>>();
  let atPeace = false;

  const surroundingsOf = (process: SimulatedProcess): Surroundings => {
    const call = network.callOf(process);
    const reached: Reached = {
      db: remoteDb(call, db),
      redis: remotePort(call, 'redis', () => redis),
      queue: {
        send: (body) => call('queue', 'send', () => queue.send(body)),
        close: async () => undefined,
      },
      deadLetters: {
        send: (body, reason) =>
          call('queue', 'bury', async () => void queue.deadLetters.push({ body, reason })),
      },
      ledger: remotePort(call, 'metrics', () => ledger),
      metrics: remotePort(call, 'metrics', () => metrics),
    };
    return {
      reached: plant.reached?.(reached) ?? reached,
      plant,
      now: process.now,
      log,
      onCount,
    };
  };

  const boot = <Body>(name: ProcessName, start: (surroundings: Surroundings, life: string) => Body): void => {
    const life = (lives.get(name) ?? 0) + 1;
    lives.set(name, life);
    const process = startProcess({
      name,
      now: () => Math.floor(timeline.nowMs() + (atPeace ? 0 : (skews.get(name) ?? 0))),
      onDeath: () => {
        running.delete(name);
        const downMs = atPeace ? 10 : chanceOf(`start ${life} of ${name}`).int(100, 3_000);
        timeline.after(downMs, () => boot(name, start));
      },
    });
    running.set(name, { process, body: start(surroundingsOf(process), `${name} life ${life}`) });
  };

  for (const name of PROCESSES) {
    if (name.startsWith('web')) boot(name, bootWeb);
    else if (name.startsWith('writer')) boot(name, bootWriter);
    else boot(name, bootAggregator);
  }

  /** Runs something in a process, under a name; rejects where the process dies meanwhile, or takes longer than it may. */
  const inProcess = async <Body, T>(
    { process, body }: Running<Body>,
    name: string,
    timeoutMs: number,
    run: (body: Body) => Promise<T>,
  ): Promise<T> => {
    const stop = timeline.after(timeoutMs, process.kill);
    try {
      return await Promise.race([faults.run(name, () => run(body)), process.died]);
    } finally {
      stop();
    }
  };

  const freeWriters = new Set<string>(['writer-1', 'writer-2']);
  let batches = 0;
  queue.consumedBy((messages) => {
    const name = (['writer-1', 'writer-2'] as const).find((one) => freeWriters.has(one) && running.has(one));
    if (name === undefined) return false;
    const writer = running.get(name) as Running<ReturnType<typeof bootWriter>>;
    freeWriters.delete(name);
    batches += 1;
    const event = { Records: messages.map((message) => ({ ...message })) } as never;
    inProcess(writer, `batch ${batches}`, RUN_TIMEOUT_MS.writer, (write) => write(event))
      .then(({ batchItemFailures }) => {
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const { messageId } of messages) if (!failed.has(messageId)) queue.delete(messageId);
      })
      // It is not deleted: it comes again.
      .catch(() => undefined)
      .finally(() => freeWriters.add(name));
    return true;
  });

  for (const mishap of mishaps) {
    timeline.after(mishap.atMs - timeline.nowMs(), () => {
      if (mishap.kind === 'redis loses all') redis = memoryHotSessions();
      else if (mishap.kind === 'failover') recordClockMs = mishap.clockMs;
      else if (mishap.kind === 'killed') running.get(mishap.process)?.process.kill();
      else if (mishap.kind === 'clock steps') {
        skews.set(mishap.process, (skews.get(mishap.process) ?? 0) + mishap.byMs);
      }
    });
  }

  return {
    timeline,
    chanceOf,
    faults,
    queue,
    db,
    ledger,
    metrics,
    counts,
    serious,
    /** Every call of a store, when it was made and what befell it. */
    trace,
    isAtPeace: () => atPeace,
    batchesRunning: () => 2 - freeWriters.size,
    /** Runs something in a web process; rejects where there is none at the moment. */
    onWeb: async <T>(
      process: 'web-1' | 'web-2',
      name: string,
      run: (web: ReturnType<typeof bootWeb>) => Promise<T>,
    ): Promise<T> => {
      const web = running.get(process) as Running<ReturnType<typeof bootWeb>> | undefined;
      if (web === undefined) throw new NoProcess(`there is no ${process}`);
      return inProcess(web, name, RUN_TIMEOUT_MS.web, run);
    },
    /** As `onWeb`, in an aggregator. */
    onAggregator: async <T>(
      process: 'aggregator-1' | 'aggregator-2',
      name: string,
      run: (aggregator: ReturnType<typeof bootAggregator>) => Promise<T>,
    ): Promise<T> => {
      const one = running.get(process) as Running<ReturnType<typeof bootAggregator>> | undefined;
      if (one === undefined) throw new NoProcess(`there is no ${process}`);
      return inProcess(one, name, RUN_TIMEOUT_MS.aggregator, run);
    },
    /** From here on nothing fails, and all clocks are right. */
    rest: (): void => {
      atPeace = true;
      recordClockMs = 0;
      faults.rest();
      network.rest();
      queue.rest();
    },
  };
};
export type World = Awaited<ReturnType<typeof createWorld>>;
