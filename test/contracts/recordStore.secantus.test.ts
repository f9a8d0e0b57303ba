import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { eventOf } from '../domain/sessions/foldFixtures.ts';
import { freePort, type RunningServer } from '../servers/process.ts';
import { describeWith, startSecantus } from '../servers/servers.ts';
import { recordStoreContract } from './recordStore.contract.ts';
import { secantusPlace } from './recordStorePlaces.ts';

const open = async (uri: string, timeoutMs: number) => {
  const { db, close } = await connectMongo({ uri, maxPoolSize: 4, timeoutMs });
  return { record: mongoRecordStore({ db, close, timeoutMs }) };
};

describeWith(['secantus'], 'on the real driver and SecantusDB,', () => {
  recordStoreContract(secantusPlace);
});

describeWith(['secantus'], 'a record that does not answer', () => {
  let server: RunningServer & { url: string };
  beforeAll(async () => {
    server = await startSecantus();
  });
  afterAll(() => server?.stop());

  it('is unavailable within its time, with the cause, and answers again when it is back', async () => {
    const { record } = await open(server.url, 1_000);
    const answers = () =>
      record.ping().then(
        () => 'up',
        (error) => error.name,
      );
    expect(await answers()).toBe('up');
    server.process.kill('SIGSTOP');
    // On a busy machine the process may answer once more before it stands still.
    await expect.poll(answers, { timeout: 10_000 }).toBe('RecordUnavailable');

    const event = eventOf('page_view', { id: 'frozen' });
    const before = performance.now();
    const failure = await record.insertEvents([event]).catch((error) => error);
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(failure).toBeInstanceOf(RecordUnavailable);
    expect(failure.cause).toBeInstanceOf(Error);

    server.process.kill('SIGCONT');
    await expect.poll(answers, { timeout: 10_000 }).toBe('up');
    const { inserted, duplicates } = await record.insertEvents([event]);
    expect(inserted + duplicates).toBe(1);
    await record.close();
  });

  it('does not keep a process from starting where nothing listens', async () => {
    const { record } = await open(`mongodb://127.0.0.1:${await freePort()}/?directConnection=true`, 300);
    await expect(record.ping()).rejects.toThrow(RecordUnavailable);
    await expect(record.eventsOfSessions([{ ...eventOf('x'), id: eventOf('x').session }])).rejects.toThrow(
      RecordUnavailable,
    );
    await record.close();
  });
});
