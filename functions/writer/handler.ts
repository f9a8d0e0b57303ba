import { SQSClient } from '@aws-sdk/client-sqs';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { sqsDeadLetters } from '../../src/adapters/sqs/sqsDeadLetters.ts';
import { createHandler, type WriterDependencies } from './createHandler.ts';
import { writerEnvironment } from './environment.ts';
import { RECORD_TIMEOUT_MS } from './queueSettings.ts';

const log = powertoolsLog('footfall-writer');

const start = async (): Promise<WriterDependencies> => {
  const { mongodbUri, deadLettersUrl, sites } = writerEnvironment(process.env);
  // One connection: a container runs one batch at a time, one command after another.
  const { db, close } = await connectMongo({
    uri: mongodbUri,
    maxPoolSize: 1,
    timeoutMs: RECORD_TIMEOUT_MS,
  });
  return {
    record: mongoRecordStore({ db, close, timeoutMs: RECORD_TIMEOUT_MS }),
    deadLetters: sqsDeadLetters({ queueUrl: deadLettersUrl, client: new SQSClient({}) }),
    sites,
    log,
  };
};

export const handler = createHandler(
  await start().catch((error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  }),
);
