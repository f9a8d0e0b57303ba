import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import { lookAtSource } from './lookAtSource.ts';

/** Of one call, SQS's own limit. */
const BATCH = 10;
/** Time for one batch to be sent and deleted; what is not comes back then. */
const VISIBILITY_TIMEOUT_S = 60;
/** SQS asks only some of its machines unless it may wait ("Short and long polling", SQS developer guide). */
const WAIT_S = 1;
/** So many empty answers say that there are no more. */
const EMPTY_ANSWERS = 3;

export interface Redriven {
  /** Given up by the queue, after an outage as a rule. */
  readonly givenUp: number;
  /** Refused by the writer, which will refuse them again unless it has changed. */
  readonly refused: number;
  /** What arrived since the start, and stayed. */
  readonly heldBack: number;
  /** What is left, as far as SQS knows. */
  readonly left: number;
}

/**
 * Moves dead letters back to their queue: each is sent before it is deleted, so that a crash leaves it twice rather than nowhere, which
 * the writer counts once. Letters that arrive meanwhile stay: a refused one would go round without end.
 * @param max at most so many; without it as many as there are at the start
 * @param onMoved told of each letter when it is moved
 * @throws Complaint where `from` has dead letters of its own; the SDK's errors, and QueueUnavailable: what was moved by then is moved
 */
export const redrive = async ({
  client,
  from,
  to,
  max,
  onMoved,
}: {
  readonly client: SQSClient;
  /** URLs of the queues. */
  readonly from: string;
  readonly to: string;
  readonly max?: number | undefined;
  readonly onMoved?: () => void;
}): Promise<Redriven> => {
  const { seenUntilMs } = await lookAtSource(client, from);
  let wanted = max ?? (await queueDepth(client, from));
  let refused = 0;
  let givenUp = 0;
  let empty = 0;

  const receive = async (): Promise<readonly Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: Math.min(wanted, BATCH),
        VisibilityTimeout: VISIBILITY_TIMEOUT_S,
        WaitTimeSeconds: WAIT_S,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  };

  const move = async ({ Body, ReceiptHandle, MessageAttributes }: Message): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
    await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
    if (MessageAttributes?.reason === undefined) givenUp += 1;
    else refused += 1;
    onMoved?.();
  };

  /** By message: the last receipt of each, for a long run sees them again. */
  const held = new Map<string | undefined, string | undefined>();
  const isOld = ({ Attributes }: Message): boolean => Number(Attributes?.SentTimestamp) < seenUntilMs;
  try {
    while (wanted > 0 && empty < EMPTY_ANSWERS) {
      const messages = await receive();
      const old = messages.filter(isOld);
      for (const message of messages) {
        if (!isOld(message)) held.set(message.MessageId, message.ReceiptHandle);
      }
      empty = old.length === 0 ? empty + 1 : 0;
      wanted -= old.length;
      const moves = await Promise.allSettled(old.map(move));
      const failed = moves.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } finally {
    // What arrived meanwhile is there again at once, for whoever looks.
    await Promise.allSettled(
      [...held.values()].map((ReceiptHandle) =>
        client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }),
        ),
      ),
    );
  }
  return { givenUp, refused, heldBack: held.size, left: await queueDepth(client, from) };
};
