import { AwsFault } from '../aws/AwsFault.ts';

/** The fault of one entry of a batch that was accepted as a whole. */
export const faultOfEntry = (entry: {
  readonly SenderFault?: boolean;
  readonly Code?: string;
  readonly Message?: string;
}): AwsFault =>
  new AwsFault({
    code: entry.Code ?? 'Unknown',
    message: entry.Message ?? 'refused without a message',
    retryable: entry.SenderFault !== true,
  });
