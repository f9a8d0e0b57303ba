import type { Branded, BrowserId, SessionId, SiteId } from '../ids.ts';
import { keyedHash, keyedHashText, type SecretKey } from './keyedHash.ts';

/**
 * A random 128-bit value that a page makes when it is first loaded, as 32 hexadecimal digits.
 * All requests of that page carry it, so that those which arrive together compute the same ids without a lock.
 */
export type Nonce = Branded<string, 'Nonce'>;

const NONCE = /^[0-9a-f]{32}$/;

/** The nonce in a client's word, or `undefined` where it is none. */
export const nonceFrom = (text: string | undefined): Nonce | undefined =>
  text !== undefined && NONCE.test(text) ? (text as Nonce) : undefined;

/** The first 16 bytes in the form of a UUID v4, or of another version (RFC 9562, section 5). */
export const uuidForm = (bytes: Buffer, version: 4 | 8): string => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** No part can hold a line feed (ids, hexadecimal, truncated addresses), so no two lists of parts read the same. */
export const uuidOf = (key: SecretKey, ...parts: readonly string[]): string =>
  uuidForm(keyedHash(key, parts.join('\n')), 4);

/** A new browser's id. */
export const browserOfNonce = (key: SecretKey, site: SiteId, nonce: Nonce): BrowserId =>
  uuidOf(key, 'browser', site, nonce) as BrowserId;

/** A new session's id. */
export const sessionOfNonce = (key: SecretKey, site: SiteId, browser: BrowserId, nonce: Nonce): SessionId =>
  uuidOf(key, 'session', site, browser, nonce) as SessionId;

/**
 * The id of the session that follows one which reached its age or its number of events.
 * Made of the previous one, not of the nonce, which may be the very one that the previous session was made of.
 */
export const sessionAfter = (
  key: SecretKey,
  site: SiteId,
  browser: BrowserId,
  previous: SessionId,
): SessionId => uuidOf(key, 'after', site, browser, previous) as SessionId;

/** A bot's browser: no cookie holds it; the day, its truncated address and its user agent stand for it. */
export const browserOfBot = (
  key: SecretKey,
  site: SiteId,
  day: number,
  address: string | undefined,
  userAgent: string | undefined,
): BrowserId => uuidOf(key, 'bot', site, String(day), address ?? '', userAgent ?? '') as BrowserId;

/** A bot's session of the day, in parts of as many events as a session may hold; the first is part 0. */
export const sessionOfBot = (key: SecretKey, site: SiteId, browser: BrowserId, part: number): SessionId =>
  uuidOf(key, 'bot session', site, browser, String(part)) as SessionId;

/** The cookie's secret `k` of a session that has seen no login: derived, so that parallel first answers agree on it. */
export const secretOfSession = (key: SecretKey, session: SessionId): string =>
  keyedHashText(key, `secret\n${session}`).slice(0, 22);
