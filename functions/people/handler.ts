import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { lazy } from '../../src/runtime/lazy.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { subjectStores } from '../../src/runtime/subjectStores.ts';
import { createTally } from '../../src/runtime/tally.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { connectDelivery } from '../minute/connectDelivery.ts';
import { cloudHealth } from './cloudHealth.ts';
import { createHandler, type PeopleHandlerDependencies } from './createHandler.ts';
import { peopleEnvironment } from './environment.ts';

/** A container answers one request at a time: a stream of sessions, and what is looked up meanwhile. */
const MONGODB_CONNECTIONS = 2;
/** Of each command; what a person waits for is several of them. */
const COMMAND_TIMEOUT_MS = 8_000;
/** Nobody's visit waits for it. */
const HOT_SESSIONS_BUDGET_MS = 1_000;

const log = powertoolsLog('footfall-people');

const start = async (environment: Environment): Promise<PeopleHandlerDependencies> => {
  const { mongodbUri, tableName, queueUrl, ...configured } = peopleEnvironment(environment);
  const timeoutMs = COMMAND_TIMEOUT_MS;
  const { db } = await connectMongo({ uri: mongodbUri, maxPoolSize: MONGODB_CONNECTIONS, timeoutMs });
  const record = mongoRecordStore({ db, timeoutMs });
  requiredVariable(environment, 'REDIS_URL');
  // Connected when somebody first asks for health, or for a person: most containers never are.
  const hotSessions = lazy(() =>
    openRedisHotSessions(environment, { log, now: Date.now, budgetMs: HOT_SESSIONS_BUDGET_MS }),
  );
  return {
    ...configured,
    people: mongoPeopleRecord({ db, timeoutMs }),
    record,
    aggregation: mongoAggregationRecord({ db, timeoutMs }),
    bots: mongoBotRecord({ db, timeoutMs }),
    deliver: connectDelivery({
      queueUrl,
      record,
      write: writeMessages({ record, sites: configured.sites, log }),
      log,
      count: createTally({ log, now: Date.now }),
    }),
    subject: {
      ...subjectStores({ db, timeoutMs }),
      hotSessions: {
        held: async (named) => (await hotSessions.get()).held(named),
        erase: async (person) => (await hotSessions.get()).erase(person),
      },
    },
    health: cloudHealth({ hotSessions, site: configured.sites[0].id, record, tableName, queueUrl }),
    log,
    now: Date.now,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
