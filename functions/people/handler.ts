import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createHandler, type PeopleHandlerDependencies } from './createHandler.ts';
import { peopleEnvironment } from './environment.ts';

/** A container answers one request at a time: a stream of sessions, and what is looked up meanwhile. */
const MONGODB_CONNECTIONS = 2;
/** Of each command; what a person waits for is several of them. */
const COMMAND_TIMEOUT_MS = 8_000;

const log = powertoolsLog('footfall-people');

const start = async (): Promise<PeopleHandlerDependencies> => {
  const { mongodbUri, ...configured } = peopleEnvironment(process.env);
  const timeoutMs = COMMAND_TIMEOUT_MS;
  const { db } = await connectMongo({ uri: mongodbUri, maxPoolSize: MONGODB_CONNECTIONS, timeoutMs });
  return {
    ...configured,
    people: mongoPeopleRecord({ db, timeoutMs }),
    record: mongoRecordStore({ db, timeoutMs }),
    aggregation: mongoAggregationRecord({ db, timeoutMs }),
    log,
    now: Date.now,
  };
};

export const handler = createHandler(
  await start().catch((error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  }),
);
