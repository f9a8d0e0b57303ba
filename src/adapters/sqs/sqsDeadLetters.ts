import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetters } from '../../ports/DeadLetters.ts';
import { QueueUnavailable } from '../../ports/EventQueue.ts';
import { MAX_SEND_BYTES } from './sqsLimits.ts';

const MAX_REASON_CHARACTERS = 250;
/** Attributes count towards a message's size: the reason's name, type and characters of up to three bytes. */
const ATTRIBUTE_BYTES = 1_000;

/** What SQS takes in a message ("SendMessage", SQS API reference); anything else would keep the letter from being kept. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

/** The first bytes of a text, ending with a whole character. */
const firstBytes = (text: string, maxBytes: number): string => {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
};

/**
 * Puts a message that nobody can process on the dead-letter queue: its body as it was, cut where the queue takes no more,
 * and why in the message attribute `reason`.
 * @param options.budgetMs from `send` to its answer, the client's retries included; 5,000
 * @throws {@link QueueUnavailable} with its cause
 */
export const sqsDeadLetters = (options: {
  readonly queueUrl: string;
  readonly client: SQSClient;
  readonly budgetMs?: number;
}): DeadLetters => ({
  send: async (body, reason) => {
    try {
      await options.client.send(
        new SendMessageCommand({
          QueueUrl: options.queueUrl,
          // SQS takes no empty text.
          MessageBody: firstBytes(printable(body), MAX_SEND_BYTES - ATTRIBUTE_BYTES) || ' ',
          MessageAttributes: {
            reason: {
              DataType: 'String',
              StringValue: printable(reason.slice(0, MAX_REASON_CHARACTERS)) || 'unknown',
            },
          },
        }),
        { abortSignal: AbortSignal.timeout(options.budgetMs ?? 5_000) },
      );
    } catch (cause) {
      throw new QueueUnavailable('the dead-letter queue did not take the message', { cause });
    }
  },
});
