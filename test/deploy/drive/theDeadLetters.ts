import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { httpVisitor } from '../../support/httpVisitor.ts';
import type { Deployed } from './openDeployed.ts';
import { plantedMessage } from './plantedMessage.ts';
import { depthOf, takeAll } from './queues.ts';
import { until } from './until.ts';

/** What the writer refuses, and the way back. */
export const theDeadLetters = (deployed: () => Deployed): void => {
  it('a poisoned message goes to the dead letters with its reason and holds nobody up; npm run redrive brings letters back', async () => {
    const { aws, output, url, record, npm } = deployed();
    const [queue, deadLetters] = [output('QueueUrl'), output('DeadLetterQueueUrl')];
    const send = (QueueUrl: string, MessageBody: string) =>
      aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const letters = (count: number) =>
      until(`${count} dead letters`, async () =>
        expect(await depthOf(aws.sqs, deadLetters)).toEqual({ waiting: count, inFlight: 0 }),
      );
    await letters(0);

    const poison = JSON.stringify({ v: 1, session: 'poisoned', events: [] });
    await send(queue, poison);
    const visitor = httpVisitor(url);
    await visitor.view('/beside-the-poison');
    expect(visitor.failures).toEqual([]);
    await until('the visit beside the poison in MongoDB', async () =>
      expect(await record('session_events', { path: '/beside-the-poison' })).toHaveLength(1),
    );
    await letters(1);
    // As SQS itself puts there what was delivered fifty times in an outage.
    const late = plantedMessage({ browser: 'dead-letter', startedAt: Date.now(), pages: ['/late'] });
    await send(deadLetters, JSON.stringify(late));
    await letters(2);

    const { stdout } = await npm('redrive', ['--from', deadLetters, '--to', queue]);
    expect(stdout).toMatch(/^2 letters moved/m);
    await until('the good letter in MongoDB', async () =>
      expect(await record('sessions', { _id: late.session.id })).toMatchObject([{ pageViews: 1 }]),
    );
    await letters(1);
    expect(await takeAll(aws.sqs, deadLetters)).toMatchObject([
      { Body: poison, MessageAttributes: { reason: { StringValue: expect.stringMatching(/session/) } } },
    ]);
  });
};
