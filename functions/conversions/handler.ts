import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { Environment } from '../../src/config/environment.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { type ConversionHandlerDependencies, createHandler } from './createHandler.ts';
import { conversionEnvironment } from './environment.ts';

/** A container answers one request at a time, and some of its commands go side by side. */
const MONGODB_CONNECTIONS = 2;
/** Of each command; an order is some ten of them. */
const COMMAND_TIMEOUT_MS = 2_000;

const log = powertoolsLog('footfall-conversions');

const start = async (environment: Environment): Promise<ConversionHandlerDependencies> => {
  const { conversionKeys, mongodbUri } = conversionEnvironment(environment);
  const session = await sessionFromEnvironment(environment, log);
  const { sites, keys, hotSessions, deliver, now, count, originSecret } = session;
  const timeoutMs = COMMAND_TIMEOUT_MS;
  const { db } = await connectMongo({ uri: mongodbUri, maxPoolSize: MONGODB_CONNECTIONS, timeoutMs });
  const record = mongoRecordStore({ db, timeoutMs });
  return {
    sites,
    keys,
    conversionKeys,
    originSecret,
    record,
    customerSessions: mongoCustomerSessions({ db, timeoutMs }),
    orders: createOrders({
      book: mongoOrderBook({ db, timeoutMs }),
      catalogue: mongoCatalogue({ db, timeoutMs }),
      hotSessions,
      deliver,
      record,
      sites,
      now,
      log,
      count,
    }),
    log,
    now,
    count,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
