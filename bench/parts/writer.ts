import type { SQSEvent } from 'aws-lambda';
import type { CommandStartedEvent, Db } from 'mongodb';
import { createHandler } from '../../functions/writer/createHandler.ts';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { startSecantus } from '../../test/servers/servers.ts';
import type { Amounts } from '../options.ts';
import { owned } from '../processes/owned.ts';
import { rotated } from '../statistics.ts';
import { silentLog } from '../traffic/silentLog.ts';
import { SITES_JSON } from '../traffic/site.ts';
import { type RecordedCommand, recordedDb } from '../writer/recordedDb.ts';
import { visitBatches } from '../writer/visitBatches.ts';
import { writeEach } from '../writer/writeEach.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';

/** Milliseconds for all batches, one after another. */
export interface WriterRound {
  readonly writerMs: number;
  /** The same commands with the same documents, and nothing computed. */
  readonly rawMs: number;
  /** An awaited insert and update per event. */
  readonly eachMs: number;
}

export interface WriterResults {
  readonly rounds: readonly WriterRound[];
  readonly batches: number;
  readonly messages: number;
  readonly events: number;
  /** The most commands that a batch took, counted by the driver. */
  readonly commandsPerBatch: number;
}

const TIMEOUT_MS = 60_000;
/** Batches before those that are timed. */
const WARM_UP_BATCHES = 1;

const sites = parseSitesJson(SITES_JSON);

/** The writer's Lambda on this database. */
const lambda = (db: DriverDb) =>
  createHandler({
    record: mongoRecordStore({ db }),
    deadLetters: {
      send: async (_body, reason) => {
        throw new InvalidMeasurement(`a message was refused: ${reason}`);
      },
    },
    sites,
    log: silentLog,
  });

const sqsEvent = (bodies: readonly string[]): SQSEvent =>
  ({ Records: bodies.map((body, index) => ({ messageId: String(index), body })) }) as SQSEvent;

/**
 * A fresh server with the record's indexes, and one connection to it. Not only a fresh database: SecantusDB 0.7.0b3 gets slower
 * with what it has done before, the same writes up to twice as slow in the same process and within 3% in fresh ones (2026-11-22),
 * and whoever came later in a run would pay for that.
 */
const onFreshServer = async <T>(use: (db: Db) => Promise<T>): Promise<T> => {
  const secantus = owned(await startSecantus());
  try {
    // The driver counts commands only where it was told to when it connected.
    const uri = `${secantus.url}&monitorCommands=true`;
    const { db, close } = await connectMongo({ uri, maxPoolSize: 1, timeoutMs: TIMEOUT_MS });
    try {
      await mongoRecordStore({ db }).ensureIndexes();
      return await use(db as unknown as Db);
    } finally {
      await close();
    }
  } finally {
    await secantus.stop();
  }
};

const expectStored = async (db: Db, what: string, messages: readonly QueueMessage[]): Promise<void> => {
  const stored = {
    events: await db.collection(EVENTS).countDocuments(),
    sessions: await db.collection(SESSIONS).countDocuments(),
  };
  const events = messages.reduce((sum, message) => sum + message.events.length, 0);
  const sessions = new Set(messages.map(({ session }) => session.id)).size;
  if (stored.events === events && stored.sessions === sessions) return;
  throw new InvalidMeasurement(
    `${what} stored ${JSON.stringify(stored)} of ${events} events, ${sessions} sessions`,
  );
};

/** Runs the writer once to record its commands, batch by batch, and to count them as the driver sends them. */
const rehearse = async (
  db: Db,
  bodies: readonly (readonly string[])[],
): Promise<{ commands: (readonly RecordedCommand[])[]; most: number }> => {
  let sent = 0;
  const count = (_: CommandStartedEvent): void => void sent++;
  const recorded = recordedDb(db as DriverDb);
  const write = lambda(recorded.db);
  const commands: (readonly RecordedCommand[])[] = [];
  let most = 0;
  db.client.on('commandStarted', count);
  for (const batch of bodies) {
    sent = 0;
    await write(sqsEvent(batch));
    most = Math.max(most, sent);
    commands.push(recorded.take());
  }
  db.client.off('commandStarted', count);
  return { commands, most };
};

/** Runs all batches, and times those after the first few. */
const timedMs = async (batches: number, run: (batch: number) => Promise<unknown>): Promise<number> => {
  let startedAt = performance.now();
  for (let batch = 0; batch < batches; batch++) {
    if (batch === WARM_UP_BATCHES) startedAt = performance.now();
    await run(batch);
  }
  return performance.now() - startedAt;
};

/** The writer on a record's server, beside the same commands without the writer, and beside a write per event. */
export const measureWriter = async ({ rounds, writerBatches }: Amounts): Promise<WriterResults> => {
  const { before, batches } = await visitBatches({
    batches: WARM_UP_BATCHES + writerBatches,
    messagesPerBatch: QUEUE_SETTINGS.batchSize,
  });
  const all = [...before, ...batches.flat()];
  const bodies = batches.map((batch) => batch.map((message) => JSON.stringify(message)));
  const bodiesBefore = before.map((message) => JSON.stringify(message));
  const fill = (db: Db) => lambda(db as DriverDb)(sqsEvent(bodiesBefore));

  const rehearsal = await onFreshServer(async (db) => {
    await fill(db);
    return rehearse(db, bodies);
  });

  const ways = [
    {
      name: 'writerMs',
      run: (db: Db) => {
        const write = lambda(db as DriverDb);
        return (batch: number) => write(sqsEvent(bodies[batch] ?? []));
      },
    },
    {
      name: 'rawMs',
      run: (db: Db) => async (batch: number) => {
        for (const command of rehearsal.commands[batch] ?? []) await command(db as DriverDb);
      },
    },
    { name: 'eachMs', run: (db: Db) => (batch: number) => writeEach(db, batches[batch] ?? []) },
  ] as const;

  const results: WriterRound[] = [];
  for (let round = 0; round < rounds; round++) {
    const times = { writerMs: 0, rawMs: 0, eachMs: 0 };
    for (const { name, run } of rotated(ways, round)) {
      times[name] = await onFreshServer(async (db) => {
        await fill(db);
        const ms = await timedMs(batches.length, run(db));
        await expectStored(db, name, all);
        return ms;
      });
    }
    results.push(times);
  }

  const timed = batches.slice(WARM_UP_BATCHES).flat();
  return {
    rounds: results,
    batches: writerBatches,
    messages: timed.length,
    events: timed.reduce((sum, { events }) => sum + events.length, 0),
    commandsPerBatch: rehearsal.most,
  };
};
