import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { Environment } from '../../src/config/environment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { cloudHealth } from './cloudHealth.ts';
import { createHandler, type PeopleHandlerDependencies } from './createHandler.ts';
import { peopleEnvironment } from './environment.ts';

/** A container answers one request at a time: a stream of sessions, and what is looked up meanwhile. */
const MONGODB_CONNECTIONS = 2;
/** Of each command; what a person waits for is several of them. */
const COMMAND_TIMEOUT_MS = 8_000;

const log = powertoolsLog('footfall-people');

const start = async (environment: Environment): Promise<PeopleHandlerDependencies> => {
  const { mongodbUri, tableName, queueUrl, ...configured } = peopleEnvironment(environment);
  const timeoutMs = COMMAND_TIMEOUT_MS;
  const { db } = await connectMongo({ uri: mongodbUri, maxPoolSize: MONGODB_CONNECTIONS, timeoutMs });
  const record = mongoRecordStore({ db, timeoutMs });
  return {
    ...configured,
    people: mongoPeopleRecord({ db, timeoutMs }),
    record,
    aggregation: mongoAggregationRecord({ db, timeoutMs }),
    health: cloudHealth({ environment, site: configured.sites[0].id, record, tableName, queueUrl, log }),
    log,
    now: Date.now,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
