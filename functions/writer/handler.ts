import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { sqsDeadLetters } from '../../src/adapters/sqs/sqsDeadLetters.ts';
import type { Environment } from '../../src/config/environment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { createHandler, type WriterDependencies } from './createHandler.ts';
import { writerEnvironment } from './environment.ts';
import { RECORD_TIMEOUT_MS } from './queueSettings.ts';

const log = powertoolsLog('footfall-writer');

const start = async (environment: Environment): Promise<WriterDependencies> => {
  const { mongodbUri, deadLettersUrl, sites } = writerEnvironment(environment);
  // One connection: a container runs one batch at a time, one command after another.
  const { db, close } = await connectMongo({
    uri: mongodbUri,
    maxPoolSize: 1,
    timeoutMs: RECORD_TIMEOUT_MS,
  });
  return {
    record: mongoRecordStore({ db, close, timeoutMs: RECORD_TIMEOUT_MS }),
    deadLetters: sqsDeadLetters({ queueUrl: deadLettersUrl, client: connectSqs() }),
    sites,
    log,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
