import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FootfallProcess, footfallProcess } from '../crash/footfallProcess.ts';
import { freePort } from '../servers/process.ts';
import { clientIdOf } from '../support/clientIdOf.ts';
import { eventually, type HttpVisitor, httpVisitor, underLoad } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { readRecord, temporaryFootfall } from './temporaryFootfall.ts';

const CLIENTS = 20;

const spawned = async (dataDir: string, port?: number): Promise<FootfallProcess> => {
  const run = footfallProcess({ dataDir, port: port ?? (await freePort()) });
  onTestFinished(() => void run.child.kill('SIGKILL'));
  return run;
};

const running = async (dataDir: string): Promise<FootfallProcess> => {
  const run = await spawned(dataDir);
  if (!(await run.ready)) throw new Error(`it did not start:\n${run.output()}`);
  return run;
};

/** Events after which the load is in full swing. */
const ENOUGH = 100;
const visitors = (url: string) => Array.from({ length: CLIENTS }, () => httpVisitor(url));

const acceptedBy = (clients: readonly HttpVisitor[]): readonly string[] =>
  clients.flatMap(({ accepted }) => accepted);

/** What was answered, and how often each of it is in the record: once each is what must be. */
const expectOnceEach = async (dataDir: string, accepted: readonly string[]): Promise<void> => {
  const { sessions, events } = await readRecord(dataDir);
  const times = new Map<string, number>();
  for (const { id, type } of events) {
    const own = clientIdOf(id);
    if (type === 'page_view') times.set(own, (times.get(own) ?? 0) + 1);
  }
  expect(accepted.filter((id) => times.get(id) !== 1)).toEqual([]);
  expect(sessions.reduce((sum, { pageViews }) => sum + pageViews, 0)).toBe(times.size);
};

describe('npm start', () => {
  it('prints where to look, what it runs on, and where the data is', async () => {
    const dataDir = await temporaryDataDir();
    const { url, output, child, ended } = await running(dataDir);
    const { password, token } = JSON.parse(await readFile(join(dataDir, 'staff.json'), 'utf8'));
    const addresses = ['/', '/live', '/dashboard/', '/track', '/tracker.js'].map((path) => `${url}${path}`);
    for (const part of [...addresses, 'in memory', dataDir, password, token, 'npm run simulate']) {
      expect(output()).toContain(part);
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says in one sentence that its port is taken, and ends with 1', async () => {
    const { url } = await temporaryFootfall();
    const port = Number(new URL(url).port);
    const run = await spawned(await temporaryDataDir(), port);
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe(
      `Port ${port} is taken by another program. Stop that one, or choose another: PORT=3001 npm start\n`,
    );
  });

  it('loses nothing when it is stopped under load, also where npm passes Ctrl-C on a second time', async () => {
    const dataDir = await temporaryDataDir();
    const { url, child, ended, output } = await running(dataDir);
    const clients = visitors(url);
    const load = underLoad(clients, { pauseMs: 1 });
    await eventually(async () => expect(acceptedBy(clients).length).toBeGreaterThan(ENOUGH));
    child.kill('SIGINT');
    child.kill('SIGINT');
    // With 1 it would have given up stopping in good order, after ten seconds.
    expect(await ended).toBe(0);
    await load.stop();
    expect(output()).toContain('stopped; everything is kept');
    const accepted = acceptedBy(clients);
    // What was not written in time waits in the spool for the next start.
    await (await temporaryFootfall({ dataDir })).stop();
    await expectOnceEach(dataDir, accepted);
  }, 60_000);

  it('ends at once at a second Ctrl-C, whatever is still in hand', async () => {
    const { url, child, ended, output } = await running(await temporaryDataDir());
    // A body that never ends is in hand for seconds.
    const slow = request(`${url}/track`, { method: 'POST', headers: { 'content-length': '100' } });
    slow.on('error', () => undefined);
    await new Promise((resolve) => slow.write('half', resolve));
    await sleep(100);
    child.kill('SIGINT');
    await eventually(async () => expect(output()).toContain('stopping'));
    // Within half a second, a second signal is npm passing on the same Ctrl-C.
    await sleep(700);
    expect(child.exitCode).toBeNull();
    const askedAt = performance.now();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(performance.now() - askedAt).toBeLessThan(5_000);
  });

  it('loses nothing that was answered when it is killed under load', async () => {
    const dataDir = await temporaryDataDir();
    const accepted: string[] = [];
    for (let round = 0; round < 3; round++) {
      const { url, child, ended } = await running(dataDir);
      const clients = visitors(url);
      const load = underLoad(clients, { pauseMs: 1 });
      await eventually(async () => expect(acceptedBy(clients).length).toBeGreaterThan(ENOUGH));
      await sleep(Math.random() * 100);
      child.kill('SIGKILL');
      expect(await ended).toBe('SIGKILL');
      await load.stop();
      accepted.push(...acceptedBy(clients));
    }
    await (await temporaryFootfall({ dataDir })).stop();
    await expectOnceEach(dataDir, accepted);
  }, 60_000);
});
