import { truncateAddress } from '../domain/metadata/address.ts';
import { checkedPasswordHash, verifyPassword } from '../passwords/passwordHash.ts';
import type { LoginAttempts } from '../ports/LoginAttempts.ts';

/** How long a failed login counts. */
export const ATTEMPT_WINDOW_MS = 15 * 60_000;
/** Failures within the window after which an address has to wait. */
export const MAX_FAILURES_OF_ADDRESS = 10;
/** Failures within the window after which everybody has to wait: who has many addresses guesses no faster. */
export const MAX_FAILURES_IN_ALL = 100;

const EVERYBODY = 'all';

export type LoginOutcome =
  | { readonly outcome: 'welcome' }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'limited'; readonly retryAfterS: number };

/** @throws MetricsUnavailable where nobody can say how often it was tried: then nobody comes in */
export type Login = (attempt: {
  readonly password: string;
  /** The client's, whole; only its network is kept. */
  readonly address: string | undefined;
  readonly nowMs: number;
}) => Promise<LoginOutcome>;

/**
 * Logs the staff in by password. An attempt is noted as failed before it is tried, so that many at once are not all the first;
 * who turns out to be right is forgiven. Who is over the limit is told to wait without being noted, so that nobody is locked out
 * by somebody who goes on trying beside him.
 * @throws ConfigurationError where the hash is none
 */
export const createLogin = ({
  attempts,
  passwordHash,
}: {
  readonly attempts: LoginAttempts;
  readonly passwordHash: string;
}): Login => {
  checkedPasswordHash(passwordHash);
  const limited: LoginOutcome = { outcome: 'limited', retryAfterS: ATTEMPT_WINDOW_MS / 1_000 };

  return async ({ password, address, nowMs }) => {
    const key = `address:${truncateAddress(address) ?? 'unknown'}`;
    const [ofAddress, inAll] = await Promise.all([
      attempts.failures(key, nowMs),
      attempts.failures(EVERYBODY, nowMs),
    ]);
    if (ofAddress >= MAX_FAILURES_OF_ADDRESS || inAll >= MAX_FAILURES_IN_ALL) return limited;

    await attempts.fail(key, nowMs, ATTEMPT_WINDOW_MS);
    if ((await attempts.failures(key, nowMs)) > MAX_FAILURES_OF_ADDRESS) return limited;

    if (await verifyPassword(password, passwordHash)) {
      await attempts.clear(key);
      return { outcome: 'welcome' };
    }
    await attempts.fail(EVERYBODY, nowMs, ATTEMPT_WINDOW_MS);
    return { outcome: 'refused' };
  };
};
