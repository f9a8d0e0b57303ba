import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDateOf } from '../../src/domain/time/localTime.ts';
import { timedClient } from '../load/timedClient.ts';
import { InvalidMeasurement } from '../parts/InvalidMeasurement.ts';
import { npmStart, STAFF_HEADERS } from '../processes/npmStart.ts';
import { startChild } from '../processes/startChild.ts';
import { TIMEZONE } from '../traffic/site.ts';
import type { FilledMetrics, FillMetricsJob } from './fillMetrics.ts';
import { QUESTIONS } from './questions.ts';
import { staffOn } from './staffOn.ts';

export const fillShop = async (job: FillMetricsJob): Promise<FilledMetrics> => {
  const child = await startChild<undefined>('metrics/fillMetrics.ts');
  try {
    return await child.call<FilledMetrics>('fill', job);
  } finally {
    await child.stop();
  }
};

/** What is known of the pieces is read anew after a second. */
const KNOWN_FOR_MS = 1_100;

/** Has the running `npm start` write today's hours again, as it does every minute; its record is empty. Returns when it is known. */
export const writeTodayAgain = async (dataDir: string): Promise<void> => {
  const { url, token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
  const today = localDateOf(Date.now(), TIMEZONE);
  const answer = await fetch(`${url}/api/local/aggregate`, {
    method: 'POST',
    headers: { 'x-footfall-control': token },
    body: JSON.stringify({ from: today, to: today }),
  });
  const lines = await answer.text();
  if (!lines.includes('"ok":true')) throw new InvalidMeasurement(`today was not written again: ${lines}`);
  await sleep(KNOWN_FOR_MS);
};

/** Runs `npm start` on a folder while it is used. */
export const withShop = async <T>(dataDir: string, use: (port: number) => Promise<T>): Promise<T> => {
  const server = await npmStart(dataDir);
  return use(server.port).finally(server.stop);
};

/** How long the first question to a fresh process takes, so many times. Milliseconds. */
export const coldMs = async (dataDir: string, url: string, times: number): Promise<number[]> => {
  const all: number[] = [];
  while (all.length < times) {
    all.push(
      await withShop(dataDir, (port) => {
        const staff = staffOn(port);
        return staff.ask(url).finally(staff.close);
      }),
    );
  }
  return all;
};

/** @throws InvalidMeasurement where the shop does not tell of what was filled in, or not of every visitor once */
export const expectFilled = async (
  port: number,
  { firstDay, yesterday, visits, visitors }: FilledMetrics,
): Promise<void> => {
  const client = timedClient(port);
  const { body } = await client
    .get(QUESTIONS.summary({ from: firstDay, to: yesterday }), STAFF_HEADERS)
    .finally(client.close);
  const { totalVisits, uniqueVisits } = JSON.parse(body).current;
  if (totalVisits === visits && uniqueVisits === visitors) return;
  throw new InvalidMeasurement(
    `${totalVisits} visits of ${uniqueVisits} visitors are told of ${visits} of ${visitors}`,
  );
};
