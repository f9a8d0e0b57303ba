import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Deployed } from './openDeployed.ts';
import { plantedMessage } from './plantedMessage.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The day that has ended, in the site's time zone. */
export const YESTERDAY = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
const at = (time: string): number => Date.parse(`${YESTERDAY}T${time}:00Z`);

/** The first mission document's three sessions of two visitors, moved to one day. */
const theVisits = () => {
  const [abc, xyz] = [randomUUID(), randomUUID()];
  return [
    { browser: abc, startedAt: at('10:00'), pages: ['/', '/shoes', '/shoes/red'] },
    { browser: abc, startedAt: at('14:00'), pages: ['/shoes/red', '/cart'], newBrowser: false },
    { browser: xyz, startedAt: at('14:30'), pages: ['/'] },
  ];
};

/** Tells them to the queue. @returns ids of the sessions */
export const plantYesterday = ({
  aws,
  output,
}: Pick<Deployed, 'aws' | 'output'>): Promise<readonly string[]> =>
  Promise.all(
    theVisits().map(async (visit) => {
      const message = plantedMessage(visit);
      await aws.sqs.send(
        new SendMessageCommand({ QueueUrl: output('QueueUrl'), MessageBody: JSON.stringify(message) }),
      );
      return message.session.id;
    }),
  );
