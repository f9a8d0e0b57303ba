import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { redrive } from '../../bin/redrive/redrive.ts';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import { sqsDeadLetters } from '../../src/adapters/sqs/sqsDeadLetters.ts';
import { describeWith } from '../servers/servers.ts';
import { onMinistack } from './onMinistack.ts';
import { runCommand } from './runCommand.ts';

describeWith(['ministack'], 'npm run redrive', () => {
  const { client, config, environment } = onMinistack((found) => new SQSClient(found));

  let made = 0;
  /** A queue and its dead letters: so many that the queue gave up, and so many that the writer refused. */
  const queues = async ({ givenUp, refused }: { readonly givenUp: number; readonly refused: number }) => {
    const create = async (name: string): Promise<string> =>
      (await client().send(new CreateQueueCommand({ QueueName: `${name}-${made}` }))).QueueUrl ?? '';
    made += 1;
    const [from, to] = [await create('dead'), await create('events')];
    const letters = sqsDeadLetters({ queueUrl: from, client: client() });
    for (let one = 0; one < refused; one++) await letters.send(`refused ${one}`, 'v must be 1');
    for (let one = 0; one < givenUp; one++) {
      await client().send(new SendMessageCommand({ QueueUrl: from, MessageBody: `given up ${one}` }));
    }
    return { from, to };
  };
  const bodiesIn = async (QueueUrl: string): Promise<string[]> => {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await client().send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      );
      if (Messages.length === 0) return bodies.sort();
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  };
  const command = (args: readonly string[]) => runCommand('redrive', args, environment());

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
    expect(await queueDepth(client(), to)).toBe(11);
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
    const { code, stderr } = await command([
      '--from',
      from,
      '--to',
      `${config().endpoint}/000000000000/nowhere`,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^AWS says .*\. 0 letters moved by then\.\n$/);
    expect(await queueDepth(client(), from)).toBe(3);
  });

  it('says how many were moved where the queue does not take one of them', async () => {
    const { from, to } = await queues({ givenUp: 2, refused: 0 });
    await client().send(
      new SetQueueAttributesCommand({ QueueUrl: to, Attributes: { MaximumMessageSize: '1024' } }),
    );
    await client().send(new SendMessageCommand({ QueueUrl: from, MessageBody: 'x'.repeat(1_025) }));
    const { code, stderr } = await command(['--from', from, '--to', to]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^AWS says .*\. 2 letters moved by then\.\n$/);
  });

  it('moves all of them by a clock that is an hour behind', async () => {
    const { from, to } = await queues({ givenUp: 2, refused: 0 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(await redrive({ client: client(), from, to })).toEqual({
      givenUp: 2,
      refused: 0,
      heldBack: 0,
      left: 0,
    });
  });

  it('leaves what arrives meanwhile, and leaves it visible: a refused letter would go round without end', async () => {
    const { from, to } = await queues({ givenUp: 2, refused: 0 });
    const refusing = {
      send: async (given: SendMessageCommand) => {
        if (given instanceof SendMessageCommand) {
          await sleep(1_100);
          await client().send(new SendMessageCommand({ QueueUrl: from, MessageBody: 'refused again' }));
        }
        return client().send(given);
      },
    } as unknown as SQSClient;
    expect(await redrive({ client: refusing, from, to, max: 10 })).toEqual({
      givenUp: 2,
      refused: 0,
      heldBack: 2,
      left: 2,
    });
    expect(await bodiesIn(to)).toEqual(['given up 0', 'given up 1']);
    expect(await bodiesIn(from)).toEqual(['refused again', 'refused again']);
  });

  it('refuses to empty the queue itself into its dead letters', async () => {
    const { from, to } = await queues({ givenUp: 1, refused: 0 });
    const { Attributes } = await client().send(
      new GetQueueAttributesCommand({ QueueUrl: from, AttributeNames: ['QueueArn'] }),
    );
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 5 });
    await client().send(new SetQueueAttributesCommand({ QueueUrl: to, Attributes: { RedrivePolicy } }));
    await client().send(new SendMessageCommand({ QueueUrl: to, MessageBody: 'still to be written' }));
    const { code, stderr } = await command(['--from', to, '--to', from]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--from has dead letters of its own, elsewhere: are --from and --to swapped?\n',
    });
    expect(await bodiesIn(to)).toEqual(['still to be written']);
    expect((await command(['--from', from, '--to', to])).stdout).toBe('1 letter moved; 0 left.\n');
  });
});
