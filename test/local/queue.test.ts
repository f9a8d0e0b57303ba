import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { retryDelayMs } from '../../local/queue/retryDelay.ts';
import { type LocalQueueOptions, startLocalQueue } from '../../local/queue/startLocalQueue.ts';
import { sqsCalls } from '../../src/adapters/sqs/sqsCalls.ts';
import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { createLog } from './queueLog.ts';

const messageOf = (text: string): string => JSON.stringify({ text });
const textsOf = ({ Records }: SQSEvent): string[] => Records.map(({ body }) => JSON.parse(body).text);

let dir: string;
let log: ReturnType<typeof createLog>;
let handled: string[];
let closers: (() => Promise<void>)[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'footfall-queue-'));
  log = createLog();
  handled = [];
  closers = [];
  return async () => {
    for (const close of closers) await close();
    await rm(dir, { recursive: true });
  };
});

const keep = async (event: SQSEvent): Promise<void> => void handled.push(...textsOf(event));
const started = async (options: Partial<LocalQueueOptions> = {}) => {
  const local = await startLocalQueue({ dir, log, handler: keep, ...options });
  closers.push(() => local.close());
  return local;
};
const spoolBytes = async (): Promise<number> => (await stat(join(dir, 'queue', 'spool'))).size;
/** Messages that wait on a queue or are being handled. */
const messagesOn = async (address: Awaited<ReturnType<typeof started>>['address'], queueUrl: string) => {
  const calls = sqsCalls({ ...address, credentials: () => address.credentials, now: Date.now });
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const payload = JSON.stringify({ QueueUrl: queueUrl, AttributeNames: names });
  const answer = Object(await calls.call('GetQueueAttributes', payload, 1_000));
  calls.close();
  return names.reduce((sum, name) => sum + Number(answer.Attributes[name]), 0);
};

describe('the local queue', () => {
  test('a message reaches the handler within 100 ms, as Lambda would give it', async () => {
    const events: SQSEvent[] = [];
    const { queue, address } = await started({ handler: async (event) => void events.push(event) });
    await queue.send(messageOf('warm'));
    await vi.waitFor(() => expect(events).toHaveLength(1), { timeout: 15_000 });
    const tookMs: number[] = [];
    for (let sent = 1; sent <= 5; sent++) {
      const sentAt = performance.now();
      await queue.send(messageOf('é 👩‍👧 \uffff'));
      await vi.waitFor(() => expect(events).toHaveLength(sent + 1), { interval: 2, timeout: 15_000 });
      tookMs.push(performance.now() - sentAt);
    }
    expect(tookMs.sort((a, b) => a - b)[2]).toBeLessThan(100);

    const [record] = events[1]?.Records ?? [];
    expect(JSON.parse(record?.body ?? '')).toEqual({ text: 'é 👩‍👧 \uffff' });
    expect(record).toMatchObject({
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      md5OfBody: createHash('md5')
        .update(record?.body ?? '')
        .digest('hex'),
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${address.region}:000000000000:footfall-events`,
      awsRegion: address.region,
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d+$/) },
    });
  });

  test('only this machine reaches its SQS', async () => {
    const { address } = await started();
    const outside = Object.values(networkInterfaces())
      .flatMap((of) => of ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    expect(new URL(address.endpoint).hostname).toBe('127.0.0.1');
    if (outside === undefined) return;
    const { port } = new URL(address.endpoint);
    await expect(fetch(`http://${outside.address}:${port}/health`)).rejects.toThrow();
  });

  test('what the handler finished is off the queue and out of the spool', async () => {
    const local = await started();
    const empty = await spoolBytes();
    const texts = Array.from({ length: 300 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map((text) => local.queue.send(messageOf(text))));
    expect(await spoolBytes()).toBeGreaterThan(empty);
    await vi.waitFor(async () => expect(await messagesOn(local.address, local.address.queueUrl)).toBe(0), {
      timeout: 15_000,
    });
    await local.close();
    expect(handled.sort()).toEqual([...texts].sort());
    expect(await spoolBytes()).toBe(empty);
    await started();
    expect(handled).toHaveLength(texts.length);
  });

  test('a handler that fails and recovers gets everything', async () => {
    let broken = true;
    const { queue } = await started({
      handler: async (event) => {
        if (broken) throw new Error('the record is down');
        await keep(event);
      },
    });
    const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map((text) => queue.send(messageOf(text))));
    await vi.waitFor(
      () => expect(log.lines.filter((line) => line.startsWith('error')).length).toBeGreaterThan(2),
      { timeout: 15_000 },
    );
    broken = false;
    await vi.waitFor(() => expect(handled.sort()).toEqual([...texts].sort()), { timeout: 15_000 });
  });

  test('a message that the handler puts back comes again, the others do not', async () => {
    const { queue } = await started({
      handler: async (event) => {
        await keep(event);
        const again = event.Records.filter(
          ({ body, attributes }) => body.includes('again') && attributes.ApproximateReceiveCount === '1',
        );
        return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
    });
    await Promise.all(['a', 'again', 'c'].map((text) => queue.send(messageOf(text))));
    await vi.waitFor(() => expect(handled.sort()).toEqual(['a', 'again', 'again', 'c']), { timeout: 15_000 });
  });

  test('an answer that names a message which was not sent fails the whole batch, as on Lambda', async () => {
    const { queue } = await started({
      handler: async (event) => {
        await keep(event);
        return { batchItemFailures: handled.length > 1 ? [] : [{ itemIdentifier: '' }] };
      },
    });
    await queue.send(messageOf('twice'));
    await vi.waitFor(() => expect(handled).toEqual(['twice', 'twice']), { timeout: 15_000 });
  });

  test('a message that fails too often goes to the dead-letter queue, and the next start sends it again', async () => {
    const first = await started({
      maxReceiveCount: 2,
      drainMs: 10,
      handler: async () => Promise.reject(new Error('always')),
    });
    await first.queue.send(messageOf('poison'));
    await vi.waitFor(
      async () => expect(await messagesOn(first.address, first.address.deadLetterUrl)).toBe(1),
      {
        timeout: 15_000,
      },
    );
    expect(await messagesOn(first.address, first.address.queueUrl)).toBe(0);
    await first.close();
    await started();
    await vi.waitFor(() => expect(handled).toEqual(['poison']), { timeout: 15_000 });
  });

  test('what was accepted and not handled is handled after the next start', async () => {
    const first = await started({ drainMs: 10, handler: async () => Promise.reject(new Error('always')) });
    await Promise.all(['a', 'b'].map((text) => first.queue.send(messageOf(text))));
    await first.close();
    await expect(first.queue.send(messageOf('late'))).rejects.toThrow(QueueUnavailable);
    await started();
    await vi.waitFor(() => expect(handled.sort()).toEqual(['a', 'b']), { timeout: 15_000 });
    expect(log.lines).toContain('info: sending what the last run accepted and did not finish');
  });

  test('a stop waits for the batch in hand', async () => {
    const taken = Promise.withResolvers<void>();
    const local = await started({
      drainMs: 0,
      handler: async (event) => {
        taken.resolve();
        await sleep(100);
        await keep(event);
      },
    });
    await local.queue.send(messageOf('in hand'));
    await taken.promise;
    await local.close();
    expect(handled).toEqual(['in hand']);
    await started();
    await sleep(50);
    expect(handled).toEqual(['in hand']);
  });

  test('a torn end of the spool is repaired with a message', async () => {
    const first = await started({ drainMs: 10, handler: async () => Promise.reject(new Error('always')) });
    await Promise.all(['whole', 'torn'].map((text) => first.queue.send(messageOf(text))));
    await first.close();
    const path = join(dir, 'queue', 'spool');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, -3));
    await started();
    await vi.waitFor(() => expect(handled).toHaveLength(1), { timeout: 15_000 });
    expect(log.lines).toContain('warn: cut a torn record off the end of the queue spool');
  });

  test('a second process on the same folder is refused, and the first goes on', async () => {
    const { queue } = await started();
    await expect(started()).rejects.toThrow(/using this folder/);
    await queue.send(messageOf('still here'));
    await vi.waitFor(() => expect(handled).toEqual(['still here']), { timeout: 15_000 });
  });

  test('a message rests long enough that half an hour without a record fills no dead-letter queue', () => {
    const totalMs = Array.from({ length: 49 }, (_, index) => retryDelayMs(index + 1)).reduce((a, b) => a + b);
    expect(totalMs).toBeGreaterThan(30 * 60_000);
    expect(retryDelayMs(1)).toBeLessThan(100);
  });
});
