import type { Site } from '../site.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Days that sessions, events and counts stay after the site's retention: their day is sealed in the first night after that, and one
 * more night may fail.
 */
export const RETENTION_GRACE_DAYS = 2;

/**
 * Until when the site keeps what is of an instant: a session and its events by the session's start.
 * @param atMs epoch milliseconds
 * @returns epoch milliseconds
 */
export const keptUntilMs = ({ retentionDays }: Pick<Site, 'retentionDays'>, atMs: number): number =>
  atMs + (retentionDays + RETENTION_GRACE_DAYS) * DAY_MS;
