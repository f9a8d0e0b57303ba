import type { BrowserId, SessionId, SiteId } from '../ids.ts';
import { uuidOf } from './deriveIds.ts';
import type { SecretKey } from './keyedHash.ts';

/**
 * A browser that keeps no cookie, for one day: its truncated address and its user agent stand for it, under that day's salt. Once the
 * salt is gone, nobody can tell who it was, nor find it again, whoever holds the key.
 * @param salt of the site's local day, random
 */
export const browserOfDay = (
  key: SecretKey,
  {
    site,
    salt,
    address,
    userAgent,
  }: {
    readonly site: SiteId;
    readonly salt: Uint8Array;
    readonly address: string | undefined;
    readonly userAgent: string | undefined;
  },
): BrowserId =>
  uuidOf(
    key,
    'browser of the day',
    site,
    Buffer.from(salt).toString('hex'),
    address ?? '',
    userAgent ?? '',
  ) as BrowserId;

/** As whom such a browser goes on for the rest of the day once it was erased: nothing that is stored leads from one to the other. */
export const browserAfterErasure = (key: SecretKey, site: SiteId, browser: BrowserId): BrowserId =>
  uuidOf(key, 'browser after erasure', site, browser) as BrowserId;

/**
 * As which session the live copy of such a browser's stands, whichever that is: a request knows the browser, and no cookie tells it
 * more. Who erases the browser needs no key to find it.
 */
export const slotOfBrowser = (browser: BrowserId): SessionId => browser as string as SessionId;

/** As which session the live copy of a further part stands, where more came without a pause than a session takes. @param part from 1 on */
export const slotOfPart = (key: SecretKey, site: SiteId, slot: SessionId, part: number): SessionId =>
  uuidOf(key, 'part of slot', site, slot, String(part)) as SessionId;

/** The session in a slot: made of its start, so that requests which arrive together agree, and the next one is another. */
export const sessionOfSlot = (key: SecretKey, site: SiteId, slot: SessionId, startedAt: number): SessionId =>
  uuidOf(key, 'session of slot', site, slot, String(startedAt)) as SessionId;

/** The session of a browser where no store tells whether one is live. @param halfHour of the site's day, from 0 on */
export const sessionOfHalfHour = (
  key: SecretKey,
  site: SiteId,
  browser: BrowserId,
  halfHour: number,
): SessionId => uuidOf(key, 'session of half-hour', site, browser, String(halfHour)) as SessionId;
