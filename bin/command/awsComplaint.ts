import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { Complaint } from '../aggregate/Complaint.ts';

/** A fault of AWS's, of its configuration on this machine, or of the network, as a sentence; anything else as it is: a bug. */
const complaintOf = (error: unknown): unknown => {
  if (error instanceof QueueUnavailable && error.cause !== undefined) return complaintOf(error.cause);
  if (!(error instanceof Error) || error instanceof Complaint) return error;
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'CredentialsProviderError') {
    return new Complaint(`There are no AWS credentials: ${message.replace(/\.$/, '')}.`, { cause: error });
  }
  if (message === 'Region is missing') {
    return new Complaint('There is no AWS region: set AWS_REGION.', { cause: error });
  }
  if ('$fault' in error || code !== undefined) {
    const why = message || (code ?? name);
    return new Complaint(`AWS says ${code ?? name}: ${why.replace(/\.$/, '')}.`, { cause: error });
  }
  return error;
};

/**
 * Runs what talks to AWS.
 * @param besides what else a complaint is to say, such as how far it came
 * @throws Complaint for what the person at the terminal can do something about
 */
export const complainingOfAws = async <T>(work: () => Promise<T>, besides?: () => string): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const complaint = complaintOf(error);
    if (!besides || !(complaint instanceof Complaint) || complaint === error) throw complaint;
    throw new Complaint(`${complaint.message} ${besides()}`, { cause: error });
  }
};
