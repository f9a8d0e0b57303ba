import { resolve } from 'node:path';
import { Complaint } from '../aggregate/Complaint.ts';
import { parseOptions, wholeNumber } from '../aggregate/parseOptions.ts';

export interface SimulateOptions {
  readonly days: number;
  readonly sessionsPerDay: number;
  readonly seed: string;
  /** Nothing happens after it, epoch milliseconds. */
  readonly untilMs: number;
  readonly connections: number;
  /** The first site where it is left out. */
  readonly site: string | undefined;
  /** The site's own where it is left out. */
  readonly timezone: string | undefined;
  /** The running server's own where it is left out. */
  readonly url: string | undefined;
  /** File for what was done, as JSON. */
  readonly summary: string | undefined;
  readonly dataDir: string;
}

const NAMES = [
  'days',
  'sessions-per-day',
  'seed',
  'until',
  'connections',
  'site',
  'timezone',
  'url',
  'summary',
] as const;

const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const instant = (text: string | undefined, nowMs: number): number => {
  if (text === undefined) return nowMs;
  const untilMs = Date.parse(text);
  if (Number.isNaN(untilMs)) throw new Complaint('--until must be an instant such as 2026-11-22T18:00:00Z.');
  if (untilMs > nowMs) throw new Complaint('--until must not lie in the future.');
  return untilMs;
};

/**
 * `npm run simulate -- --days 90 --sessions-per-day 500 [--seed S] [--until INSTANT] [--site ID] [--timezone ZONE]
 * [--connections N] [--url URL] [--summary FILE]`; `DATA_DIR` says whose server it is.
 * @throws Complaint where one of them is wrong
 */
export const simulateOptions = (
  args: readonly string[],
  { dataDir, nowMs }: { readonly dataDir: string | undefined; readonly nowMs: number },
): SimulateOptions => {
  const given = parseOptions(args, NAMES);
  const { timezone, url } = given;
  if (timezone !== undefined && !isTimezone(timezone)) {
    throw new Complaint('--timezone must be an IANA time zone such as Europe/Berlin.');
  }
  if (url !== undefined && !URL.canParse(url))
    throw new Complaint('--url must be one such as http://localhost:3000.');
  return {
    days: wholeNumber('days', given.days, { fallback: 90, min: 1, max: 1_096 }),
    sessionsPerDay: wholeNumber('sessions-per-day', given['sessions-per-day'], {
      fallback: 500,
      min: 1,
      max: 1_000_000,
    }),
    connections: wholeNumber('connections', given.connections, { fallback: 16, min: 1, max: 256 }),
    seed: given.seed ?? 'footfall',
    untilMs: instant(given.until, nowMs),
    site: given.site,
    timezone,
    url,
    summary: given.summary,
    dataDir: resolve(dataDir || '.footfall'),
  };
};
