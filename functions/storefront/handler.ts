import { randomUUID } from 'node:crypto';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAccounts } from '../../src/adapters/mongodb/mongoAccounts.ts';
import { mongoCarts } from '../../src/adapters/mongodb/mongoCarts.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { mongoRefreshFamilies } from '../../src/adapters/mongodb/mongoRefreshFamilies.ts';
import type { Environment } from '../../src/config/environment.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';
import { createHandler } from './createHandler.ts';
import { storefrontEnvironment } from './environment.ts';

/** A container answers one request at a time, and few of its commands go side by side. */
const MONGODB_CONNECTIONS = 2;
/** Of each command; a customer waits for several. */
const COMMAND_TIMEOUT_MS = 3_000;

const log = powertoolsLog('footfall-storefront');

const start = async (environment: Environment): Promise<StorefrontDependencies> => {
  const { mongodbUri, tableName, jwtKeys } = storefrontEnvironment(environment);
  const session = await sessionFromEnvironment(environment, log);
  const timeoutMs = COMMAND_TIMEOUT_MS;
  const { db, close } = await connectMongo({ uri: mongodbUri, maxPoolSize: MONGODB_CONNECTIONS, timeoutMs });
  const place = { db, timeoutMs };
  const { sites, hotSessions, deliver, count, now } = session;
  const [book, catalogue] = [mongoOrderBook(place), mongoCatalogue(place)];
  return {
    session,
    catalogue,
    book,
    carts: mongoCarts(place),
    accounts: mongoAccounts(place),
    families: mongoRefreshFamilies(place),
    attempts: dynamoLoginAttempts({ client: connectDynamo(), tableName }),
    orders: createOrders({
      book,
      catalogue,
      hotSessions,
      deliver,
      record: mongoRecordStore({ ...place, close }),
      sites,
      now,
      log,
      count,
    }),
    jwtKeys,
    now,
    randomId: randomUUID,
    log,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
