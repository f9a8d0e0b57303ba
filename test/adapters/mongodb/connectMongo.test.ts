import { expect, it, onTestFinished } from 'vitest';
import { connectMongo } from '../../../src/adapters/mongodb/connectMongo.ts';

it.each([
  ['mongodb://127.0.0.1:1/shop?retryWrites=true', 'shop'],
  ['mongodb://127.0.0.1:1/shop\n', 'shop'],
  ['mongodb://127.0.0.1:1/\n', 'footfall'],
  ['mongodb://127.0.0.1:1', 'footfall'],
])('of the connection string %j the database is %s', async (uri, name) => {
  const { db, close } = await connectMongo({ uri, maxPoolSize: 1, timeoutMs: 100 });
  onTestFinished(close);
  expect(db).toMatchObject({ databaseName: name });
});
