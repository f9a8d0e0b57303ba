import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleEnvironment } from '../../functions/people/environment.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { PASSWORD_HASH, TOKEN } from '../analytics/storedShop.ts';
import { START } from '../domain/sessions/foldFixtures.ts';
import { storeEvents, visit } from '../people/storedEvents.ts';
import type { RunningServer } from '../servers/process.ts';
import { describeWith, startSecantus } from '../servers/servers.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { testSites } from '../support/testShop.ts';

const HANDLER = join(import.meta.dirname, '../../functions/people/handler.ts');

const ENVIRONMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1:1/',
  COOKIE_KEYS: 'k'.repeat(32),
  ADMIN_PASSWORD_HASH: PASSWORD_HASH,
  ADMIN_TOKEN: TOKEN,
  TABLE_NAME: 'footfall',
  QUEUE_URL: 'http://127.0.0.1:1/queue/events',
};

it.each(Object.keys(ENVIRONMENT))(
  'does not start without %s, and says so without telling a secret',
  (name) => {
    const read = () => peopleEnvironment({ ...ENVIRONMENT, [name]: undefined });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(name);
  },
);

it('does not start with a token that can be guessed', () => {
  const read = () => peopleEnvironment({ ...ENVIRONMENT, ADMIN_TOKEN: 'short' });
  expect(read).toThrow(/^ADMIN_TOKEN must have at least/);
});

describeWith(['secantus'], 'the function, started by its environment alone,', () => {
  let server: RunningServer & { url: string };

  beforeAll(async () => {
    server = await startSecantus();
  });
  afterAll(() => server?.stop());

  it('answers from MongoDB', async () => {
    const { db, close } = await connectMongo({ uri: server.url, maxPoolSize: 1, timeoutMs: 10_000 });
    await mongoRecordStore({ db }).ensureIndexes();
    await storeEvents(db, testSites, visit({ session: 's1', visitor: 'anna' }));
    await close();

    const event = eventV2({
      method: 'GET',
      path: '/api/analytics/journeys/anna',
      query: 'site=shop',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const run = `
      const { handler } = await import(process.argv[1]);
      console.log('ANSWER' + JSON.stringify(await handler(JSON.parse(process.argv[2]))));
      process.exit(0);`;
    const args = ['--input-type=module', '-e', run, HANDLER, JSON.stringify(event)];
    const env = {
      ...ENVIRONMENT,
      REDIS_URL: 'redis://127.0.0.1:1',
      MONGODB_URI: server.url,
      SITES: JSON.stringify(testSites),
    };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    const answer = JSON.parse(stdout.slice(stdout.indexOf('ANSWER') + 'ANSWER'.length));
    expect(answer.statusCode, answer.body).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      visitor: 'anna',
      sessions: [{ id: 's1', startedAt: new Date(START).toISOString() }],
    });
  });
});
