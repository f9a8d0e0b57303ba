import { slotOfBrowser } from '../../domain/identity/cookielessIds.ts';
import { SESSION_IDLE_MS, SESSION_MAX_AGE_MS } from '../../domain/sessions/session.ts';
import type { Subject, SubjectSession } from '../../domain/subject/subject.ts';
import type { Subjects } from '../../ports/Subjects.ts';

/**
 * Sessions of a person that may have a live copy: the others began too long ago. A browser that keeps no cookies has its copy under its own
 * name, whatever the session in it is called.
 */
export const maybeLive = async (
  record: Subjects,
  { site, browsers, sharedBrowsers, sessions }: Subject,
  nowMs: number,
): Promise<SubjectSession[]> => {
  const own = new Set<string>(sessions.map(({ id }) => id));
  const all = [...browsers, ...sharedBrowsers];
  if (all.length === 0) return [];
  const known = await record.sessions(site, { browsers: all });
  const oldestMs = nowMs - SESSION_MAX_AGE_MS - SESSION_IDLE_MS;
  const recent = known
    .filter(({ id, startedAt }) => own.has(id) && startedAt >= oldestMs)
    .map(({ id, browser }) => ({ id, browser }));
  return [...recent, ...all.map((browser) => ({ id: slotOfBrowser(browser), browser }))];
};
