import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { MetricsUnavailable } from '../../ports/MetricsStore.ts';

/** A condition that was not met: nothing was written. */
export const REFUSED = Symbol('refused');

/** The command itself is wrong: asking again cannot help, and nobody is to wait for it. */
const OUR_FAULTS: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/**
 * Runs commands of DynamoDB.
 * @throws MetricsUnavailable, with its cause, where one is not answered as it should; an error of ours and a failed condition as they are
 */
export const answered = async <T>(command: () => Promise<T>): Promise<T> => {
  try {
    return await command();
  } catch (cause) {
    if (cause instanceof Error && OUR_FAULTS.has(cause.name)) throw cause;
    if (cause instanceof ConditionalCheckFailedException || cause instanceof MetricsUnavailable) throw cause;
    throw new MetricsUnavailable(`DynamoDB did not answer: ${String(cause)}`, { cause });
  }
};

/** Like {@link answered}, for a command with a condition. */
export const unlessRefused = async <T>(command: () => Promise<T>): Promise<T | typeof REFUSED> => {
  try {
    return await answered(command);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return REFUSED;
    throw error;
  }
};
