import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoopbackFauxqs, startLoopbackFauxqs } from '../../../local/queue/loopbackFauxqs.ts';
import { sqsDeadLetters } from '../../../src/adapters/sqs/sqsDeadLetters.ts';
import { MAX_SEND_BYTES } from '../../../src/adapters/sqs/sqsLimits.ts';
import { QueueUnavailable } from '../../../src/ports/EventQueue.ts';

let server: LoopbackFauxqs;
let client: SQSClient;
let queueUrl: string;
beforeAll(async () => {
  server = await startLoopbackFauxqs({ port: 0, region: 'us-east-1' });
  client = new SQSClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  queueUrl = (await client.send(new CreateQueueCommand({ QueueName: 'dlq' }))).QueueUrl ?? '';
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const letter = async (body: string, reason: string) => {
  await sqsDeadLetters({ queueUrl, client }).send(body, reason);
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MessageAttributeNames: ['reason'],
      VisibilityTimeout: 600,
    }),
  );
  return { body: Messages[0]?.Body, reason: Messages[0]?.MessageAttributes?.reason?.StringValue };
};

test('a letter holds the body as it was, and the reason', async () => {
  const body = '{"v":2,"text":"é\u20ac\\ud83d"';
  expect(await letter(body, 'v: unknown version')).toEqual({ body, reason: 'v: unknown version' });
});

test('a body beyond the limit is cut between characters', async () => {
  const { body = '' } = await letter('€'.repeat(MAX_SEND_BYTES), 'too long');
  expect(Buffer.byteLength(body)).toBeLessThan(MAX_SEND_BYTES);
  expect(Buffer.byteLength(body)).toBeGreaterThan(MAX_SEND_BYTES - 2_000);
  expect(body).toMatch(/^€+$/);
});

test('whatever body and reason are, a letter arrives', async () => {
  // fauxqs refuses what lies beyond U+FFFF in a body, which SQS takes, and which it can therefore not have delivered
  const body = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\ud800-\udfff]/g, '?'));
  const reason = fc.string({ unit: 'binary', maxLength: 600 });
  await fc.assert(
    fc.asyncProperty(body, reason, async (anyBody, anyReason) => {
      const arrived = await letter(anyBody, anyReason);
      expect(arrived.body?.length).toBeGreaterThan(0);
      expect(arrived.reason?.length).toBeGreaterThan(0);
      expect(arrived.reason?.length).toBeLessThanOrEqual(250);
    }),
    { numRuns: 50, examples: [['', '']] },
  );
});

test('a queue that does not take the letter is told of, with the cause', async () => {
  const sending = sqsDeadLetters({ queueUrl: `${queueUrl}-missing`, client }).send('{}', 'why');
  await expect(sending).rejects.toThrow(QueueUnavailable);
  await expect(sending).rejects.toHaveProperty('cause.name', expect.stringMatching(/QueueDoesNotExist/));
});
