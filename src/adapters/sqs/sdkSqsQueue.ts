import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type EventQueue, QueueUnavailable } from '../../ports/EventQueue.ts';
import { sqsBody } from './sqsBody.ts';

/**
 * The queue on SQS by the AWS SDK: for what is not the hot path, and to compare `leanSqsQueue` with.
 * @param options.client with its own retries; closed with the queue
 * @param options.budgetMs from `send` to its answer, retries included; 1,000
 */
export const sdkSqsQueue = (options: {
  readonly queueUrl: string;
  readonly client: SQSClient;
  readonly budgetMs?: number;
}): EventQueue => {
  const { queueUrl, client, budgetMs = 1_000 } = options;
  return {
    send: async (body) => {
      try {
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: sqsBody(body) }), {
          abortSignal: AbortSignal.timeout(budgetMs),
        });
      } catch (cause) {
        throw new QueueUnavailable(`SQS did not take the message: ${String(cause)}`, { cause });
      }
    },
    close: async () => client.destroy(),
  };
};
