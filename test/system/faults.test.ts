import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../servers/servers.ts';
import { type FootfallOnServers, footfallOnServers } from '../support/footfallOnServers.ts';
import { eventually, type HttpVisitor, httpVisitor, underLoad } from '../support/httpVisitor.ts';
import type { RecordView } from '../support/recordView.ts';

let running: FootfallOnServers | undefined;
const system = async (): Promise<FootfallOnServers> => {
  running = await footfallOnServers();
  return running;
};
afterEach(() => running?.stop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Every accepted event is in the record exactly once, and each visitor is one session with all of its page views. */
const expectExactlyOnce = (record: RecordView, visitors: readonly HttpVisitor[]): Promise<void> =>
  eventually(async () => {
    const views = await record.events({ type: 'page_view' });
    const stored = views.map(({ _id }) => String(_id).split(':').at(-1)).sort();
    expect(stored).toEqual(visitors.flatMap(({ accepted }) => accepted).sort());
    const sessions = await record.sessions();
    expect(sessions.map(({ pageViews }) => pageViews as number).sort()).toEqual(
      visitors.map(({ accepted }) => accepted.length).sort(),
    );
    expect(new Set(sessions.map(({ visitorId }) => visitorId)).size).toBe(visitors.length);
  }, 60_000);

const visitorsOf = (url: string): HttpVisitor[] => Array.from({ length: 8 }, () => httpVisitor(url));
const failuresOf = (visitors: readonly HttpVisitor[]): string[] =>
  visitors.flatMap(({ failures }) => failures);

describeWith(['redis', 'secantus'], 'faults of the stores, under load', () => {
  it('Redis killed, stopped with SIGSTOP and started again: no failed request, every event stored exactly once', async () => {
    const { url, servers, restartRedis, record } = await system();
    const visitors = visitorsOf(url);
    const load = underLoad(visitors, { pauseMs: 5 });
    await pause(1_000);
    servers.redis.process.kill('SIGSTOP');
    await pause(2_500);
    servers.redis.process.kill('SIGCONT');
    await pause(1_500);
    servers.redis.process.kill('SIGKILL');
    await pause(2_500);
    await restartRedis();
    await pause(2_500);
    await load.stop();
    expect(failuresOf(visitors)).toEqual([]);
    await expectExactlyOnce(record, visitors);
  }, 120_000);

  it('the record gone for a while and back: nothing lost, nothing double', async () => {
    const outageMs = process.env.CI === 'true' ? 60_000 : 8_000;
    const { url, servers, restartMongo, record } = await system();
    const visitors = visitorsOf(url);
    const load = underLoad(visitors, { pauseMs: 100 });
    await pause(1_000);
    servers.mongo.process.kill('SIGTERM');
    await pause(outageMs);
    await restartMongo();
    await pause(1_000);
    await load.stop();
    expect(failuresOf(visitors)).toEqual([]);
    await expectExactlyOnce(record, visitors);
  }, 240_000);

  it('51 concurrent requests of one session are 51 page views of one session', async () => {
    const { url, record } = await system();
    const visitor = httpVisitor(url);
    await visitor.view('/');
    await Promise.all(Array.from({ length: 50 }, (_, page) => visitor.view(`/page/${page}`)));
    expect(visitor.failures).toEqual([]);
    expect(visitor.accepted).toHaveLength(51);
    await expectExactlyOnce(record, [visitor]);
  });
});
