import { hash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import type { AwsCalls } from '../../src/adapters/aws/awsCalls.ts';
import { MAX_BATCH_ENTRIES } from '../../src/adapters/sqs/sqsLimits.ts';
import { unseal } from './envelope.ts';

/** A received message: as a Lambda gets it, and its place in the spool. */
export interface Received {
  readonly record: SQSRecord;
  readonly spoolId: number | undefined;
}

interface ReceiveAnswer {
  readonly Messages?: readonly {
    readonly MessageId: string;
    readonly ReceiptHandle: string;
    readonly Body: string;
    readonly Attributes: SQSRecord['attributes'];
  }[];
}

const LONG_POLL_S = 20;
const CALL_MARGIN_MS = 10_000;
/** Messages of one invocation. The writer needs as many commands for a hundred as for one. */
const MAX_MESSAGES = 100;

/** The messages of one queue, as an event source mapping of Lambda receives them. */
export const messageReceiver = (options: {
  readonly calls: AwsCalls;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly region: string;
}) => {
  const { calls, queueUrl, queueArn, region } = options;

  const receiveOnce = async (maxMessages: number, waitSeconds: number): Promise<Received[]> => {
    const payload = JSON.stringify({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(maxMessages, MAX_BATCH_ENTRIES),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
    });
    const timeoutMs = waitSeconds * 1_000 + CALL_MARGIN_MS;
    const answer: ReceiveAnswer = Object(await calls.call('ReceiveMessage', payload, timeoutMs));
    return (answer.Messages ?? []).map((message) => {
      const { id, body } = unseal(message.Body);
      return {
        spoolId: id,
        record: {
          messageId: message.MessageId,
          receiptHandle: message.ReceiptHandle,
          body,
          attributes: message.Attributes,
          messageAttributes: {},
          md5OfBody: hash('md5', body, 'hex'),
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: region,
        },
      };
    });
  };

  /** Waits for a message, and takes with it what else is there; may come back empty. */
  return async (maxMessages = MAX_MESSAGES): Promise<Received[]> => {
    const received = await receiveOnce(maxMessages, LONG_POLL_S);
    let more = received.length;
    while (more === MAX_BATCH_ENTRIES && received.length < maxMessages) {
      const next = await receiveOnce(maxMessages - received.length, 0);
      received.push(...next);
      more = next.length;
    }
    return received;
  };
};
