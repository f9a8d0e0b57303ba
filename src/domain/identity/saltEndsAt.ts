import { SESSION_IDLE_MS } from '../sessions/session.ts';
import type { Site } from '../site.ts';
import type { LocalDate } from '../time/localDate.ts';
import { daySpan } from '../time/localTime.ts';

/**
 * From when on nobody may know the salt of a site's day, epoch milliseconds: half an hour after the day, so that a session which is
 * live at midnight goes on.
 */
export const saltEndsAt = ({ timezone }: Pick<Site, 'timezone'>, day: LocalDate): number =>
  daySpan(day, timezone).endMs + SESSION_IDLE_MS;
