import type { BrowserId, SiteId } from '../../domain/ids.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import { SESSION_IDLE_MS } from '../../domain/sessions/session.ts';
import type { HotSessions, Visit } from '../../ports/HotSessions.ts';
import { TOUCH_AFTER_MS } from '../../ports/HotSessions.ts';

/** What names a session, and when that is asked. */
type Named = Pick<Visit, 'site' | 'browser' | 'sessionId' | 'nowMs'>;

interface Entry {
  session: HotSession;
  enqueuedAt: number;
}

/** How many visits pass between two sweeps of what has expired. */
const SWEEP_EVERY = 1_000;

/** Whether a browser was erased before this process began, or by another one. */
export type WasErased = (site: SiteId, browser: BrowserId) => Promise<boolean>;

/**
 * Hot sessions in this process: for `npm start` without Redis, and tests. Time comes with each call.
 * @param wasErased asked where a session is to be made, as far as this process does not know it itself
 */
export const memoryHotSessions = ({ wasErased }: { readonly wasErased?: WasErased } = {}): HotSessions => {
  const erased = new Map<string, { readonly untilMs: number; readonly isShared: boolean }>();
  const entries = new Map<string, Entry>();
  const anonymous = new Map<string, number>();
  const customers = new Map<string, number>();
  let visits = 0;

  const keyOf = (visit: Named): string => `${visit.site}\n${visit.browser}\n${visit.sessionId}`;

  const sweep = (nowMs: number): void => {
    const oldest = nowMs - SESSION_IDLE_MS;
    for (const [key, entry] of entries) if (entry.session.lastSeenAt <= oldest) entries.delete(key);
    for (const seen of [anonymous, customers]) {
      for (const [member, at] of seen) if (at <= oldest) seen.delete(member);
    }
  };

  const live = (visit: Named): Entry | undefined => {
    const entry = entries.get(keyOf(visit));
    return entry && entry.session.lastSeenAt + SESSION_IDLE_MS > visit.nowMs ? entry : undefined;
  };

  return {
    visit: async (visit) => {
      visits += 1;
      if (visits % SWEEP_EVERY === 0) sweep(visit.nowMs);
      let found = live(visit);
      const mark = erased.get(`${visit.site}\n${visit.browser}`);
      if (found !== undefined && mark !== undefined && !mark.isShared && mark.untilMs > visit.nowMs) {
        // Nobody knew of it when its browser was erased.
        entries.delete(keyOf(visit));
        found = undefined;
      }
      if (found === undefined) {
        const isErased =
          mark === undefined ? await wasErased?.(visit.site, visit.browser) : mark.untilMs > visit.nowMs;
        if (isErased) return { outcome: 'erased' };
        // Another visit may have made it meanwhile.
        found = live(visit);
      }
      const before = found?.session ?? visit.create;
      if (before === undefined) return { outcome: 'miss' };
      const enqueuedAt = found?.enqueuedAt ?? visit.nowMs;
      const touchDue = !visit.enqueues && found !== undefined && visit.nowMs - enqueuedAt >= TOUCH_AFTER_MS;
      const session: HotSession = {
        ...before,
        lastSeenAt: Math.max(before.lastSeenAt, visit.nowMs),
        pageViews: before.pageViews + visit.pageViews,
        events: before.events + visit.events,
      };
      entries.set(keyOf(visit), {
        session,
        enqueuedAt: visit.enqueues || touchDue ? visit.nowMs : enqueuedAt,
      });
      if (visit.active) {
        const browser = `${visit.site}\n${visit.browser}`;
        if (session.customerId === undefined) anonymous.set(browser, visit.nowMs);
        else {
          anonymous.delete(browser);
          customers.set(`${visit.site}\n${session.visitor}`, visit.nowMs);
        }
      }
      return {
        outcome: found ? 'hit' : 'created',
        session,
        previousSeenAt: before.lastSeenAt,
        touchDue,
      };
    },
    change: async (change) => {
      const found = live(change);
      if (found === undefined) return { outcome: 'missing' };
      const { fromSecret } = change;
      if (fromSecret !== undefined && found.session.secret !== fromSecret) {
        return { outcome: 'differs', now: found.session };
      }
      const session: HotSession = { ...found.session, ...change.patch };
      entries.set(keyOf(change), { ...found, session });
      const browser = `${change.site}\n${change.browser}`;
      const seenAt = anonymous.get(browser);
      if (session.customerId !== undefined && seenAt !== undefined) {
        anonymous.delete(browser);
        customers.set(`${change.site}\n${session.visitor}`, seenAt);
      }
      return { outcome: 'changed' };
    },
    active: async (site, sinceMs) => {
      const seen = (members: Map<string, number>): string[] =>
        [...members]
          .filter(([member, at]) => member.startsWith(`${site}\n`) && at >= sinceMs)
          .map(([member]) => member.slice(site.length + 1));
      return { anonymous: seen(anonymous).length, customers: seen(customers) };
    },
    held: async ({ site, sessions, nowMs }) =>
      sessions.flatMap(({ id, browser }) => live({ site, browser, sessionId: id, nowMs })?.session ?? []),
    erase: async ({ site, sessions, browsers, sharedBrowsers = [], visitors, untilMs, nowMs }) => {
      const copies = sessions.filter(({ id, browser }) =>
        entries.delete(keyOf({ site, browser, sessionId: id, nowMs })),
      );
      const marked = (browser: BrowserId, isShared: boolean): void => {
        anonymous.delete(`${site}\n${browser}`);
        erased.set(`${site}\n${browser}`, { untilMs, isShared });
      };
      for (const browser of browsers) marked(browser, false);
      for (const browser of sharedBrowsers) marked(browser, true);
      for (const visitor of visitors) customers.delete(`${site}\n${visitor}`);
      return copies.length;
    },
    close: async () => {
      entries.clear();
    },
  };
};
