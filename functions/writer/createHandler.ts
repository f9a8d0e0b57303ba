import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Site } from '../../src/domain/site.ts';
import type { DeadLetters } from '../../src/ports/DeadLetters.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { createQualityTally } from '../../src/writer/createQualityTally.ts';
import { writeBatch } from '../../src/writer/writeBatch.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';

export interface WriterDependencies {
  readonly record: RecordStore;
  readonly deadLetters: DeadLetters;
  readonly sites: readonly Site[];
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * The writer as a Lambda of an SQS event source that reports partial batch failures.
 *
 * Reported as failed is only a refused message that the dead letters did not take. An outage of the record throws, so that
 * the whole batch comes again after the visibility timeout.
 */
export const createHandler = ({
  record,
  deadLetters,
  sites,
  log,
  now = Date.now,
}: WriterDependencies): ((event: SQSEvent) => Promise<SQSBatchResponse>) => {
  const quality = createQualityTally({ now, randomId: randomUUID });
  const write = writeBatch({
    write: writeMessages({ record, sites, log, now, quality }),
    deadLetters,
    sites,
    log,
    now,
  });

  return async ({ Records }) => {
    const deliveries = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const outcomes = await write(deliveries).catch((error: unknown) => {
      log.error('batch not written: all of it will be delivered again', {
        messages: Records.length,
        ...thrown(error),
      });
      throw error;
    });
    return {
      batchItemFailures: outcomes
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ id }) => ({ itemIdentifier: id })),
    };
  };
};
