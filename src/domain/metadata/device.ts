import { UAParser } from 'ua-parser-js';
import { remember } from '../remember.ts';

/** `unknown` where the user agent says nothing that we know. */
export type DeviceType = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'unknown';

export interface Device {
  readonly type: DeviceType;
  /** Name of the browser, without version. */
  readonly browser?: string;
  /** Name of the operating system, without version. */
  readonly os?: string;
}

/** A longer user agent is cut; real ones stay under 500 characters. */
export const MAX_USER_AGENT_LENGTH = 1_000;
/** How many user agents' answers a process remembers: at most half a megabyte. */
export const REMEMBERED_USER_AGENTS = 500;

/** The library's words for a device's type, in ours. */
const DEVICE_TYPES: ReadonlyMap<string, DeviceType> = new Map([
  ['mobile', 'mobile'],
  ['tablet', 'tablet'],
  ['smarttv', 'tv'],
  ['console', 'console'],
  ['wearable', 'wearable'],
]);

/** The library gives no type for a desktop: these systems run on nothing else. */
const DESKTOP_OS =
  /^(?:windows|mac os|chromium os|linux|hurd|gnu|solaris|openbsd|freebsd|netbsd|dragonfly|haiku|[kxln]?ubuntu|debian|(?:open)?suse|gentoo|arch|slackware|fedora|mandriva|centos|red ?hat|raspbian|deepin|manjaro|mint|mageia|elementary os)$/i;

/** Names under which the library counts one browser apart from itself. */
const SAME_BROWSER: ReadonlyMap<string, string> = new Map([
  ['Chrome Headless', 'Chrome'],
  ['Opera Mobi', 'Opera'],
  ['Opera Tablet', 'Opera'],
  ['Opera Touch', 'Opera'],
  ['IEMobile', 'IE'],
]);

/**
 * Device type, browser and operating system from a user agent, by `ua-parser-js`. An iPad whose Safari says that it is a
 * Macintosh cannot be told from one.
 */
export const deviceFrom = (userAgent: string | undefined): Device =>
  userAgent ? deviceOf(userAgent.slice(0, MAX_USER_AGENT_LENGTH)) : { type: 'unknown' };

const parseDevice = (userAgent: string): Device => {
  // Three parts rather than the whole result: 24 instead of 34 us (2026-11-22).
  const parser = new UAParser(userAgent);
  const browser = parser.getBrowser().name;
  const os = parser.getOS().name;
  const libraryType = parser.getDevice().type;
  const type =
    libraryType === undefined && os !== undefined && DESKTOP_OS.test(os)
      ? 'desktop'
      : DEVICE_TYPES.get(libraryType ?? '');
  return {
    type: type ?? 'unknown',
    ...(browser !== undefined && { browser: SAME_BROWSER.get(browser) ?? browser }),
    ...(os !== undefined && { os }),
  };
};

const deviceOf = remember(parseDevice, { maxEntries: REMEMBERED_USER_AGENTS });
