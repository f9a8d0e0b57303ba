import type { AwsCalls } from '../../src/adapters/aws/awsCalls.ts';

const CALL_TIMEOUT_MS = 5_000;
/** Longer than any handling takes; what fails is put back at once. */
const VISIBILITY_TIMEOUT_S = 300;

export interface LocalQueues {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly deadLetterUrl: string;
}

/** Makes the queue of events and, behind it, the one of messages that failed too often. */
export const createQueues = async (options: {
  readonly calls: AwsCalls;
  readonly name: string;
  readonly maxReceiveCount: number;
}): Promise<LocalQueues> => {
  const { calls, name, maxReceiveCount } = options;

  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> => {
    const payload = JSON.stringify({ QueueName, Attributes });
    const answer: { QueueUrl?: unknown } = Object(await calls.call('CreateQueue', payload, CALL_TIMEOUT_MS));
    return String(answer.QueueUrl);
  };
  const arnOf = async (QueueUrl: string): Promise<string> => {
    const payload = JSON.stringify({ QueueUrl, AttributeNames: ['QueueArn'] });
    const answer: { Attributes?: { QueueArn?: unknown } } = Object(
      await calls.call('GetQueueAttributes', payload, CALL_TIMEOUT_MS),
    );
    return String(answer.Attributes?.QueueArn);
  };

  const deadLetterUrl = await create(`${name}-dlq`, {});
  const queueUrl = await create(name, {
    VisibilityTimeout: String(VISIBILITY_TIMEOUT_S),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await arnOf(deadLetterUrl), maxReceiveCount }),
  });
  return { queueUrl, queueArn: await arnOf(queueUrl), deadLetterUrl };
};
