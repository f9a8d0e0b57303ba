import { InvalidMeasurement } from './InvalidMeasurement.ts';

/** What is invalid this often is broken, and no noise. */
const MAX_TRIES = 3;

/**
 * Repeats a measurement that does not count.
 * @param what for whoever reads the report
 * @param onInvalid told of each that did not count, and why
 * @throws InvalidMeasurement of the last try, and at once whatever else the measurement throws
 */
export const repeatInvalid = async <T>(
  what: string,
  measure: () => Promise<T>,
  onInvalid: (reason: string) => void,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof InvalidMeasurement)) throw error;
      const reason = `${what}: ${error.message}`;
      if (tries === MAX_TRIES) {
        throw new InvalidMeasurement(`${MAX_TRIES} times invalid: ${reason}`, { cause: error });
      }
      onInvalid(reason);
    }
  }
};
