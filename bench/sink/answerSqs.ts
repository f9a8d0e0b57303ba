import { hash } from 'node:crypto';

interface SendMessage {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
}
interface SendMessageBatch {
  readonly QueueUrl?: string;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody?: string }[];
}

export interface SqsAnswer {
  readonly status: number;
  readonly body: string;
  /** The messages that it took. */
  readonly taken: number;
}

const refused = (type: string, message: string): SqsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message }),
  taken: 0,
});

const MAX_BATCH_ENTRIES = 10;

/**
 * Answers a call as SQS does ("SendMessage" and "SendMessageBatch", SQS API reference, AWS JSON protocol): with the MD5 of what
 * it was sent, which the AWS SDK compares, and an id.
 * @param target the header `X-Amz-Target`
 * @param messageId makes the id of a message
 */
export const answerSqs = (
  { target, payload }: { readonly target: string | undefined; readonly payload: string },
  messageId: () => string,
): SqsAnswer => {
  const receipt = (body: string) => ({ MD5OfMessageBody: hash('md5', body, 'hex'), MessageId: messageId() });
  if (target === 'AmazonSQS.SendMessage') {
    const { QueueUrl, MessageBody }: SendMessage = JSON.parse(payload);
    if (!QueueUrl || !MessageBody)
      return refused('MissingParameter', 'QueueUrl and MessageBody are required');
    return { status: 200, body: JSON.stringify(receipt(MessageBody)), taken: 1 };
  }
  if (target === 'AmazonSQS.SendMessageBatch') {
    const { QueueUrl, Entries = [] }: SendMessageBatch = JSON.parse(payload);
    if (!QueueUrl || Entries.length === 0) return refused('EmptyBatchRequest', 'no entries');
    if (Entries.length > MAX_BATCH_ENTRIES) return refused('TooManyEntriesInBatchRequest', 'over 10 entries');
    if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
      return refused('BatchEntryIdsNotDistinct', 'an id twice');
    const Successful = Entries.map(({ Id, MessageBody = '' }) => ({ Id, ...receipt(MessageBody) }));
    return { status: 200, body: JSON.stringify({ Successful, Failed: [] }), taken: Entries.length };
  }
  return refused('InvalidAction', `${target} is not answered here`);
};
