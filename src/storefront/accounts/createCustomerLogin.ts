import { createHash } from 'node:crypto';
import type { SiteId } from '../../domain/ids.ts';
import { truncateAddress } from '../../domain/metadata/address.ts';
import type { Account, Accounts } from '../../ports/Accounts.ts';
import { type Log, thrown } from '../../ports/Log.ts';
import type { LoginAttempts } from '../../ports/LoginAttempts.ts';
import { MetricsUnavailable } from '../../ports/MetricsStore.ts';

/** How long an attempt counts. */
export const ATTEMPT_WINDOW_MS = 15 * 60_000;
/** Failures within the window after which an account has to wait. */
export const MAX_FAILURES_OF_ACCOUNT = 10;
/** Logins and registrations within the window, whatever came of them, after which a network has to wait: a whole town may be behind one. */
export const MAX_ATTEMPTS_OF_NETWORK = 500;

export type CustomerLoginOutcome =
  | { readonly outcome: 'welcome'; readonly account: Account }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'limited'; readonly retryAfterS: number };

export interface CustomerLogin {
  /** @throws RecordUnavailable */
  login(attempt: {
    readonly site: SiteId;
    /** In lower case. */
    readonly email: string;
    readonly password: string;
    /** The client's, whole; only its network is kept. */
    readonly address: string | undefined;
    readonly nowMs: number;
  }): Promise<CustomerLoginOutcome>;
  /** Notes an attempt of a network to register, or to log in. @returns whether it may be tried */
  admits(site: SiteId, address: string | undefined, nowMs: number): Promise<boolean>;
}

export const RETRY_AFTER_S = ATTEMPT_WINDOW_MS / 1_000;

/** The counts are kept where no addresses of people are. */
const accountKey = (site: SiteId, email: string): string =>
  `customer:${site}:${createHash('sha256').update(email).digest('base64url')}`;
const networkKey = (site: SiteId, address: string | undefined): string =>
  `network:${site}:${truncateAddress(address) ?? 'unknown'}`;

/**
 * Logs customers in by password. An address without an account is verified as one that has one, so that neither answer nor time tells
 * which it is. An attempt is noted, on its network and on the account as failed, before it is tried, so that many at once are not all
 * the first. Where nobody can say how often it was tried, the shop goes on: it is counted, and the password decides.
 */
export const createCustomerLogin = ({
  accounts,
  attempts,
  verify,
  hashOfNobody,
  log,
  count,
}: {
  readonly accounts: Pick<Accounts, 'findByEmail'>;
  readonly attempts: LoginAttempts;
  readonly verify: (password: string, passwordHash: string) => Promise<boolean>;
  /** Of no password; to verify against it costs what any account's costs. */
  readonly hashOfNobody: string;
  readonly log: Log;
  readonly count: (what: string) => void;
}): CustomerLogin => {
  const limited: CustomerLoginOutcome = { outcome: 'limited', retryAfterS: RETRY_AFTER_S };

  const orGoOn = async <T>(asked: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof MetricsUnavailable)) throw error;
      count('login_attempts_unavailable');
      log.warn('a login is not limited: nobody can say how often it was tried', thrown(error));
      return otherwise;
    }
  };

  const noted = async (key: string, most: number, nowMs: number): Promise<boolean> => {
    const tried = () => orGoOn(attempts.failures(key, nowMs), 0);
    if ((await tried()) >= most) return false;
    await orGoOn(attempts.fail(key, nowMs, ATTEMPT_WINDOW_MS), undefined);
    return (await tried()) <= most;
  };
  const admits: CustomerLogin['admits'] = (site, address, nowMs) =>
    noted(networkKey(site, address), MAX_ATTEMPTS_OF_NETWORK, nowMs);

  return {
    admits,
    login: async ({ site, email, password, address, nowMs }) => {
      const key = accountKey(site, email);
      // The network first: one that has to wait keeps nobody out of an account.
      if (!(await admits(site, address, nowMs))) return limited;
      if (!(await noted(key, MAX_FAILURES_OF_ACCOUNT, nowMs))) return limited;

      const account = await accounts.findByEmail(site, email);
      const isRight = await verify(password, account?.passwordHash ?? hashOfNobody);
      if (account === undefined || !isRight) return { outcome: 'refused' };
      await orGoOn(attempts.clear(key), undefined);
      return { outcome: 'welcome', account };
    },
  };
};
