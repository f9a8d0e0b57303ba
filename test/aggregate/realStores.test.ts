import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMetrics } from '../../local/wiring/openMetrics.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { describeWith, startSecantus } from '../servers/servers.ts';
import { keptLog } from '../support/testShop.ts';
import { undisturbed } from './life.ts';

describeWith(['secantus'], 'the aggregators on MongoDB’s protocol and on DynamoDB’s', () => {
  it('leave what they leave in memory', { timeout: 120_000 }, async () => {
    const secantus = await startSecantus();
    const dataDir = await mkdtemp(join(tmpdir(), 'footfall-aggregate-'));
    const mongo = await connectMongo({ uri: secantus.url, maxPoolSize: 2, timeoutMs: 10_000 });
    const metrics = await openMetrics({}, { dataDir, log: keptLog() });
    try {
      await mongoRecordStore({ db: mongo.db }).ensureIndexes();
      const { ledger, store } = metrics;
      const real = await undisturbed({ db: mongo.db, ledger, store });
      const { metrics: expected } = await undisturbed();
      expect(real.metrics).toEqual(expected);
    } finally {
      await metrics.close();
      await mongo.close();
      await secantus.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
