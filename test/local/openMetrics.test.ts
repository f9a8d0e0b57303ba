import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLoopbackDynalite } from '../../local/wiring/loopbackDynalite.ts';
import { type OpenMetrics, openMetrics } from '../../local/wiring/openMetrics.ts';
import { FolderLocked } from '../../src/adapters/embedded/lockFolder.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { MinuteMetrics } from '../../src/domain/metrics/minuteMetrics.ts';
import { ministackTable } from '../contracts/dynamoTables.ts';
import { DAY, dayPiece, pieceOf, readDay, readingOf, stampOf } from '../contracts/metricsStore.contract.ts';
import { describeWith } from '../servers/servers.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

const SITE = 'shop' as SiteId;
const ROUNDS = process.env.CI === 'true' ? 12 : 4;

/** Metrics that are closed with the test. */
const metricsIn = async (dataDir: string, environment: Environment = {}): Promise<OpenMetrics> => {
  const metrics = await openMetrics(environment, { dataDir, log: keptLog() });
  onTestFinished(() => metrics.close());
  return metrics;
};

const minuteAt = (minute: number): MinuteMetrics => ({
  minute,
  sessions: 1,
  pageViews: 1,
  orders: 0,
  revenueMinor: 0,
  events: [],
  pages: [],
  channels: [],
  devices: [],
});

/** Lets a process write into the folder for a while, kills it, and gives the last line that it printed whole. */
const killWhileWriting = async (
  dataDir: string,
  round: number,
): Promise<[version: number, number: number]> => {
  const program = new URL('./openMetrics.child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, dataDir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), 50 + ((round * 37) % 200));
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  const [version, number] = (output.split('\n').at(-2) ?? '').split(' ').map(Number);
  return [version ?? 0, number ?? 0];
};

describe('metrics on a laptop', () => {
  it('are there after a stop', async () => {
    const dataDir = await temporaryDataDir();
    const now = Date.now();
    const first = await metricsIn(dataDir);
    expect(first.name).toBe('dynalite');
    await first.store.writePiece(SITE, pieceOf(dayPiece(), stampOf(1)), { fence: 1 });
    await first.attempts.fail('k', now, 60_000);
    await first.ledger.reserveNumbers(SITE, 7);
    await first.close();
    await first.close();
    const second = await metricsIn(dataDir);
    expect(await readDay(second.store, SITE)).toEqual(readingOf(stampOf(1)));
    expect(await second.attempts.failures('k', now)).toBe(1);
    expect(await second.ledger.reserveNumbers(SITE, 1)).toBe(7);
  });

  it(`are there after kill -9 amid writing, whole and as late as was answered, ${ROUNDS} times in one folder`, async () => {
    const dataDir = await temporaryDataDir();
    for (let round = 1; round <= ROUNDS; round++) {
      const [version, number] = await killWhileWriting(dataDir, round);
      expect(version).toBeGreaterThan(0);
      const metrics = await metricsIn(dataDir);
      const { stamp, texts } = await readDay(metrics.store, SITE);
      expect(stamp?.version).toBeGreaterThanOrEqual(version);
      expect({ stamp, texts }).toEqual(readingOf(stampOf(stamp?.version ?? 0)));
      expect(await metrics.ledger.reserveNumbers(SITE, 1)).toBeGreaterThan(number);
      await metrics.close();
    }
  }, 120_000);

  it('are one process’s at a time', async () => {
    const dataDir = await temporaryDataDir();
    await metricsIn(dataDir);
    await expect(metricsIn(dataDir)).rejects.toBeInstanceOf(FolderLocked);
  });

  it('that have expired are deleted at the next start, and no others', async () => {
    const dataDir = await temporaryDataDir();
    const hour = { kind: 'hour', startMs: 0, day: DAY } as const;
    const first = await metricsIn(dataDir);
    const minutes = Array.from({ length: 250 }, (_, index) => minuteAt(index * 60_000));
    await first.store.putMinutes(SITE, minutes, Date.now() - 1_000);
    await first.store.putMinutes(SITE, [minuteAt(0)], Date.now() + 60_000);
    await first.store.writePiece(SITE, pieceOf(hour, stampOf(1)), {
      fence: 1,
      expiresAtMs: Date.now() - 1_000,
    });
    await first.store.writePiece(SITE, pieceOf(dayPiece(), stampOf(1)), { fence: 1 });
    await first.close();
    const { store } = await metricsIn(dataDir);
    await vi.waitFor(
      async () => {
        expect(await store.minutes(SITE, 0, 1e12)).toEqual([minuteAt(0)]);
        const { hours } = await store.heads(SITE, { years: [], hoursOf: [hour.day] });
        expect(hours.size).toBe(0);
        const ref = { site: SITE, id: hour, version: 1 };
        const sections = [
          { ...ref, section: 'core' },
          { ...ref, section: 'device' },
        ];
        expect(await store.sections(sections)).toEqual([undefined, undefined]);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(await readDay(store, SITE)).toEqual(readingOf(stampOf(1)));
  });
});

describe('dynalite on a laptop', () => {
  const started = async () => {
    const dir = await temporaryDataDir();
    const dynalite = await startLoopbackDynalite({ path: join(dir, 'leveldb') });
    onTestFinished(() => dynalite.close());
    return dynalite;
  };

  it('answers nobody but its own client', async () => {
    const { endpoint, client } = await started();
    const request = {
      method: 'POST',
      headers: {
        origin: 'https://evil.example',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'x-amz-date': '20261122T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=guessed/local, SignedHeaders=none, Signature=none',
      },
      body: '{}',
    };
    const refused = await fetch(endpoint, request);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    const { accessKeyId } = await client.config.credentials();
    const authorization = request.headers.authorization.replace('guessed', accessKeyId);
    const answered = await fetch(endpoint, { ...request, headers: { ...request.headers, authorization } });
    expect(await answered.json()).toEqual({ TableNames: [] });
  });

  it('goes on where a client hangs up amid a request', async () => {
    const { endpoint, client } = await started();
    const { accessKeyId } = await client.config.credentials();
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/\r\nContent-Length: 9\r\n\r\n{`,
    );
    await sleep(50);
    socket.destroy();
    await sleep(50);
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
  });
});

describeWith(['ministack'], 'metrics in the table that TABLE_NAME names', () => {
  it('are read and written there', async () => {
    const table = await ministackTable();
    onTestFinished(() => table.close());
    const endpoint = await table.client.config.endpoint?.();
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${endpoint?.port}`);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const dataDir = await temporaryDataDir();
    const { store, name } = await metricsIn(dataDir, { TABLE_NAME: table.tableName });
    expect(name).toBe('DynamoDB');
    await store.writePiece(SITE, pieceOf(dayPiece(), stampOf(1)), { fence: 1 });
    const other = await metricsIn(dataDir, { TABLE_NAME: table.tableName });
    expect(await readDay(other.store, SITE)).toEqual(readingOf(stampOf(1)));
  });
});
