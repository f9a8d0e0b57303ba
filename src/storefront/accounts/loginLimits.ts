import type { SiteLimits } from '../../domain/site.ts';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import type { RequestLimit } from '../../middleware/limits/RequestLimit.ts';
import { loginOperation, refreshOperation, registerOperation } from '../operations/authOperations.ts';

/** Logins and registrations: each costs a hash of a password, and a guess. */
export const LOGIN_LIMITS: SiteLimits = { addressPerMinute: 30, sitePerMinute: 600 };
/** Each page that a customer loads refreshes once, and no token is found by guessing: as many as pages may be loaded. */
export const REFRESH_LIMITS: SiteLimits = { addressPerMinute: 600, sitePerMinute: 12_000 };

const told = {
  code: 'too_many_attempts',
  message: 'Too many attempts. Please wait a moment and try again.',
} as const;
const LOGIN: RequestLimit = { purpose: 'login', limits: LOGIN_LIMITS, told };
const REFRESH: RequestLimit = { purpose: 'refresh', limits: REFRESH_LIMITS, told };

const LIMITS: ReadonlyMap<string, RequestLimit> = new Map([
  [loginOperation.path, LOGIN],
  [registerOperation.path, LOGIN],
  [refreshOperation.path, REFRESH],
]);

/** Under which limit a request of the storefront is, before anything of it is read; of most under none. */
export const limitOfLogin = ({ method, path }: HttpRequest): RequestLimit | undefined =>
  method === 'POST' ? LIMITS.get(path) : undefined;
