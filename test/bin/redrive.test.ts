import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { redrive } from '../../bin/redrive/redrive.ts';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import { sqsDeadLetters } from '../../src/adapters/sqs/sqsDeadLetters.ts';
import type { RunningServer } from '../servers/process.ts';
import { describeWith, startMinistack } from '../servers/servers.ts';
import { runCommand } from './runCommand.ts';

const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-central-1' };

describeWith(['ministack'], 'npm run redrive', () => {
  let server: RunningServer & { url: string };
  let client: SQSClient;
  beforeAll(async () => {
    server = await startMinistack();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new SQSClient({ endpoint: server.url, region: AWS.AWS_REGION, credentials });
  });
  afterAll(async () => {
    client?.destroy();
    await server?.stop();
  });

  let made = 0;
  /** A queue and its dead letters: so many that the queue gave up, and so many that the writer refused. */
  const queues = async ({ givenUp, refused }: { readonly givenUp: number; readonly refused: number }) => {
    const create = async (name: string): Promise<string> =>
      (await client.send(new CreateQueueCommand({ QueueName: `${name}-${made}` }))).QueueUrl ?? '';
    made += 1;
    const [from, to] = [await create('dead'), await create('events')];
    const letters = sqsDeadLetters({ queueUrl: from, client });
    for (let one = 0; one < refused; one++) await letters.send(`refused ${one}`, 'v must be 1');
    for (let one = 0; one < givenUp; one++) {
      await client.send(new SendMessageCommand({ QueueUrl: from, MessageBody: `given up ${one}` }));
    }
    return { from, to };
  };
  const bodiesIn = async (QueueUrl: string): Promise<string[]> => {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      );
      if (Messages.length === 0) return bodies.sort();
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  };
  const command = (args: readonly string[]) =>
    runCommand('redrive', args, { ...AWS, AWS_ENDPOINT_URL: server.url });

  it('moves every letter back as it was, and says which ones go round again', async () => {
    const { from, to } = await queues({ givenUp: 12, refused: 2 });
    const { code, stdout } = await command(['--from', from, '--to', to]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^14 letters moved; 0 left\.\n2 letters of them the writer had refused/);
    const expected = [
      ...Array.from({ length: 12 }, (_, one) => `given up ${one}`),
      ...Array.from({ length: 2 }, (_, one) => `refused ${one}`),
    ];
    expect(await bodiesIn(to)).toEqual(expected.sort());
  });

  it('moves so many at most', async () => {
    const { from, to } = await queues({ givenUp: 13, refused: 0 });
    const { stdout } = await command(['--from', from, '--to', to, '--max', '11']);
    expect(stdout).toBe('11 letters moved; 2 left.\n');
    expect(await queueDepth(client, to)).toBe(11);
  });

  it('says that there was nothing to move', async () => {
    const { from, to } = await queues({ givenUp: 0, refused: 0 });
    expect(await command(['--from', from, '--to', to])).toEqual({
      code: 0,
      stdout: '0 letters moved; 0 left.\n',
      stderr: '',
    });
  });

  it('loses no letter where the queue does not take it, and says so', async () => {
    const { from } = await queues({ givenUp: 3, refused: 0 });
    const { code, stderr } = await command(['--from', from, '--to', `${server.url}/000000000000/nowhere`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^AWS says /);
    expect(await queueDepth(client, from)).toBe(3);
  });

  it('leaves what arrives meanwhile, and leaves it visible: a refused letter would go round without end', async () => {
    const { from, to } = await queues({ givenUp: 2, refused: 0 });
    const beforeAllOfThem = () => Date.now() - 60_000;
    expect(await redrive({ client, from, to, max: 10, now: beforeAllOfThem })).toEqual({
      givenUp: 0,
      refused: 0,
      left: 2,
    });
    expect(await bodiesIn(from)).toEqual(['given up 0', 'given up 1']);
  });
});
