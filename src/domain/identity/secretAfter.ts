import type { SessionId } from '../ids.ts';
import { keyedHashText, type SecretKey } from './keyedHash.ts';
import { generationOf } from './sessionSecret.ts';

const LENGTH = 22;

/**
 * The cookie's secret after a login or a logout. Made of the one before under a server's key: nobody who knows that one can make it, and
 * two logins of the same customer at once, or one that is repeated, agree on it.
 */
export const secretAfter = (
  key: SecretKey,
  {
    session,
    secret,
    event,
  }: { readonly session: SessionId; readonly secret: string; readonly event: `login:${string}` | 'logout' },
): string =>
  `${generationOf(secret) + 1}.${keyedHashText(key, `secret after\n${session}\n${secret}\n${event}`).slice(0, LENGTH)}`;
