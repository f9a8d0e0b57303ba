import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Complaint } from '../aggregate/Complaint.ts';

/** HTTP tells the time in whole seconds, the last of which is not over. */
const SECOND_MS = 1_000;

/** The queue that dead letters are taken from, as it is before any is moved. */
export interface Source {
  /** When that was, to the end of its second: epoch milliseconds of SQS's own clock, by which it dates its messages. */
  readonly seenUntilMs: number;
}

/**
 * Looks whether dead letters can be taken from there.
 * @throws Complaint where it has dead letters of its own, as the queue has that they go to; the SDK's errors
 */
export const lookAtSource = async (client: SQSClient, queueUrl: string): Promise<Source> => {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] });
  let date = '';
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      date = (answer.response as { headers: { date?: string } }).headers.date ?? '';
      return answer;
    },
    { step: 'deserialize' },
  );
  const { Attributes } = await client.send(command);
  if (Attributes?.RedrivePolicy !== undefined) {
    throw new Complaint('--from has dead letters of its own, elsewhere: are --from and --to swapped?');
  }
  const seenAtMs = Date.parse(date);
  if (Number.isNaN(seenAtMs)) throw new Complaint(`${queueUrl} answers without a date: SQS does not.`);
  return { seenUntilMs: seenAtMs + SECOND_MS };
};
