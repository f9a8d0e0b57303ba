import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { leanSqsQueue } from '../../src/adapters/sqs/leanSqsQueue.ts';
import { sdkSqsQueue } from '../../src/adapters/sqs/sdkSqsQueue.ts';
import { MAX_MESSAGE_BYTES } from '../../src/domain/events/message.ts';
import { type EventQueue, QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { type FaultyWay, startFaultyWay, THROTTLED } from './eventQueue.faults.ts';

const ACCESS = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
/** The SDK alone pauses up to 1.5 s in three throttled tries. */
const BUDGET_MS = 3_000;
/** By which a busy machine may be late. */
const LATE_MS = 2_000;

interface Place {
  readonly endpoint: string;
  readonly queueUrl: string;
}

/** Every adapter of the port, opened with the same budget. */
const ADAPTERS: { readonly [name: string]: (place: Place) => EventQueue } = {
  leanSqsQueue: (place) =>
    leanSqsQueue({
      ...place,
      region: ACCESS.region,
      credentials: () => ACCESS.credentials,
      now: Date.now,
      budgetMs: BUDGET_MS,
      // A try that is given up too soon comes twice, as it may.
      callTimeoutMs: BUDGET_MS / 2,
    }),
  sdkSqsQueue: ({ endpoint, queueUrl }) =>
    sdkSqsQueue({ queueUrl, client: new SQSClient({ ...ACCESS, endpoint }), budgetMs: BUDGET_MS }),
};

/** A message as the middleware makes it: any text of a visitor, in JSON. */
const messageOf = (text: string): string => JSON.stringify({ v: 1, text });
const textOf = (message: string): string => JSON.parse(message).text;

/** Why a send failed. */
const refusalOf = (sending: Promise<void>): Promise<unknown> =>
  sending.then(
    () => 'sent',
    (error: unknown) => error,
  );

/** What every event queue does, on a server of SQS's protocol, with every adapter. */
export const eventQueueContract = (
  startServer: () => Promise<{ readonly endpoint: string; stop(): Promise<void> }>,
): void => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let reader: SQSClient;
  let made = 0;

  beforeAll(async () => {
    server = await startServer();
    reader = new SQSClient({ ...ACCESS, endpoint: server.endpoint });
  });
  afterAll(async () => {
    reader.destroy();
    await server.stop();
  });

  const received = async (queueUrl: string): Promise<string[]> => {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await reader.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await reader.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  };

  describe.each(Object.entries(ADAPTERS))('%s', (_, open) => {
    let way: FaultyWay;
    let queue: EventQueue;
    let queueUrl: string;

    beforeEach(async () => {
      made++;
      const { QueueUrl = '' } = await reader.send(new CreateQueueCommand({ QueueName: `events-${made}` }));
      queueUrl = QueueUrl;
      way = await startFaultyWay(server.endpoint);
      queue = open({ endpoint: way.endpoint, queueUrl });
      return async () => {
        await queue.close();
        await way.goDown();
      };
    });
    const arrived = async (): Promise<string[]> => (await received(queueUrl)).map(textOf).sort();

    test('any text of a visitor arrives as it was', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
          await queue.send(messageOf(text));
          expect(await arrived()).toEqual([text]);
        }),
        { numRuns: 25, examples: [['\ufffe\uffff \u0000\r\n"\\ é 漢 👩‍👧 𝒳']] },
      );
    });

    test('a message of the largest size arrives whole', async () => {
      const text = 'é"'.repeat(MAX_MESSAGE_BYTES / 5);
      await queue.send(messageOf(text));
      expect(await arrived()).toEqual([text]);
    });

    test('of many at once, none is lost and none comes twice', async () => {
      const texts = Array.from({ length: 150 }, (_, index) => `message ${index}`);
      await Promise.all(texts.map((text) => queue.send(messageOf(text))));
      expect(await arrived()).toEqual([...texts].sort());
    });

    test('large messages at once do not add up to more than a batch may hold', async () => {
      const texts = Array.from({ length: 24 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
      await Promise.all(texts.map((text) => queue.send(messageOf(text))));
      expect(await arrived()).toEqual([...texts].sort());
    });

    test('a queue that is not there refuses at once, and says so', async () => {
      const other = open({ endpoint: way.endpoint, queueUrl: `${queueUrl}-missing` });
      const refusal = await refusalOf(other.send(messageOf('nobody')));
      expect(refusal).toBeInstanceOf(QueueUnavailable);
      expect(String((refusal as Error).cause)).toMatch(/NonExistentQueue|QueueDoesNotExist/);
      expect(way.calls).toBe(1);
      await other.close();
    });

    test('while the server is down a send fails within its budget, and works again once it is back', async () => {
      await queue.send(messageOf('before'));
      await way.goDown();
      const startedAt = performance.now();
      const refusals = await Promise.all(
        Array.from({ length: 50 }, () => refusalOf(queue.send(messageOf('down')))),
      );
      expect(performance.now() - startedAt).toBeLessThan(BUDGET_MS + LATE_MS);
      for (const refusal of refusals) {
        expect(refusal).toBeInstanceOf(QueueUnavailable);
        expect((refusal as Error).cause).toBeDefined();
      }
      await way.comeBack();
      await queue.send(messageOf('after'));
      expect(await arrived()).toEqual(['after', 'before']);
    });

    test('a server that does not answer fails a send within its budget', async () => {
      way.faultOf = () => ({ kind: 'hang' });
      const startedAt = performance.now();
      const refusals = await Promise.all(
        Array.from({ length: 50 }, () => refusalOf(queue.send(messageOf('hangs')))),
      );
      expect(performance.now() - startedAt).toBeLessThan(BUDGET_MS + LATE_MS);
      for (const refusal of refusals) expect(refusal).toBeInstanceOf(QueueUnavailable);
    });

    test('a kept connection that died in the meantime is no fault', async () => {
      await queue.send(messageOf('first'));
      way.faultOf = ({ reusedConnection }) => (reusedConnection ? { kind: 'reset' } : undefined);
      await queue.send(messageOf('second'));
      expect(await arrived()).toEqual(['first', 'second']);
    });

    test.each([
      ['throttled', THROTTLED],
      ['answered with 503', { kind: 'answer', status: 503, body: '<html>busy</html>' }],
    ] as const)('a message that is %s once is sent once more, and is there once', async (_, fault) => {
      way.faultOf = () => (way.calls === 1 ? fault : undefined);
      await queue.send(messageOf('once'));
      expect(way.calls).toBe(2);
      expect(await arrived()).toEqual(['once']);
    });

    test('a server that throttles all the time is left alone after a few tries', async () => {
      way.faultOf = () => THROTTLED;
      expect(await refusalOf(queue.send(messageOf('never')))).toBeInstanceOf(QueueUnavailable);
      expect(way.calls).toBe(3);
    });

    test('a refusal for good is not tried again', async () => {
      const body = '{"__type":"com.amazonaws.sqs#AccessDeniedException","message":"no"}';
      way.faultOf = () => ({ kind: 'answer', status: 400, body });
      expect(await refusalOf(queue.send(messageOf('never')))).toBeInstanceOf(QueueUnavailable);
      expect(way.calls).toBe(1);
    });

    test('a message that is refused takes no other with it', async () => {
      const texts = Array.from({ length: 60 }, (_, index) => `good ${index}`);
      const bad = `bad ${'x'.repeat(1_100_000)}`;
      const sendings = [...texts.slice(0, 30), bad, ...texts.slice(30)].map((text) =>
        refusalOf(queue.send(messageOf(text))),
      );
      const results = await Promise.all(sendings);
      expect(results.filter((result) => result !== 'sent')).toEqual([expect.any(QueueUnavailable)]);
      expect(await arrived()).toEqual([...texts].sort());
    });
  });
};
