import { createHandler, type PeopleHandlerDependencies } from '../../functions/people/createHandler.ts';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { subjectStores } from '../../src/runtime/subjectStores.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { PASSWORD_HASH, TOKEN } from '../analytics/storedShop.ts';
import { eventV2, type RequestInShort } from '../support/apiGatewayEvents.ts';
import { keptLog, testKeys } from '../support/testShop.ts';

/** What the people function answers from a database. */
export const peopleOnDb = ({
  db,
  sites,
  now,
  ...replaced
}: { readonly db: DriverDb } & Pick<PeopleHandlerDependencies, 'sites' | 'now'> &
  Partial<PeopleHandlerDependencies>) => {
  const log = keptLog();
  const write = writeMessages({ record: mongoRecordStore({ db }), sites, log });
  const handler = createHandler({
    people: mongoPeopleRecord({ db }),
    record: mongoRecordStore({ db }),
    aggregation: mongoAggregationRecord({ db }),
    bots: mongoBotRecord({ db }),
    deliver: async (message) => {
      await write([message]);
    },
    subject: { ...subjectStores({ db }), hotSessions: memoryHotSessions() },
    sites,
    keys: testKeys,
    passwordHash: PASSWORD_HASH,
    token: TOKEN,
    log,
    now,
    ...replaced,
  });
  const request = (path: string, query = '', more: RequestInShort = {}) =>
    handler(
      eventV2({
        method: 'GET',
        path: `/api/analytics/${path}`,
        query,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...more,
      }),
    );
  return {
    log,
    handler,
    /** Asks as staff with a token do, unless told otherwise. */
    request,
    /** What staff are told. @throws where it is no 200 */
    ask: async (path: string, query: readonly (readonly [string, string])[]) => {
      const answer = await request(path, new URLSearchParams(query.map(([...pair]) => pair)).toString());
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return JSON.parse(answer.body ?? '');
    },
  };
};
