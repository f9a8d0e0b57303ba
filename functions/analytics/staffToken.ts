import { ConfigurationError } from '../../src/config/ConfigurationError.ts';

/** A token of fewer characters can be guessed. */
const MIN_TOKEN_LENGTH = 24;

/**
 * Says at the start that `ADMIN_TOKEN` is too short.
 * @returns the token
 * @throws ConfigurationError that does not hold it
 */
export const staffToken = (token: string): string => {
  if (token.length >= MIN_TOKEN_LENGTH) return token;
  throw new ConfigurationError(`ADMIN_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters.`);
};
