import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { QueueUnavailable } from '../../ports/EventQueue.ts';

/**
 * How many messages wait in a queue or are with somebody, as far as SQS knows.
 * @throws {@link QueueUnavailable} with its cause
 */
export const queueDepth = async (client: SQSClient, queueUrl: string): Promise<number> => {
  try {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
  } catch (cause) {
    throw new QueueUnavailable('the queue does not say how many messages it holds', { cause });
  }
};
