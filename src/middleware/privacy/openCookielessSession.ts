import {
  browserAfterErasure,
  browserOfDay,
  sessionOfHalfHour,
  sessionOfSlot,
  slotOfBrowser,
  slotOfPart,
} from '../../domain/identity/cookielessIds.ts';
import type { BrowserId, SessionId, VisitorId } from '../../domain/ids.ts';
import {
  type HotSession,
  SESSION_IDLE_MS,
  SESSION_MAX_AGE_MS,
  SESSION_MAX_EVENTS,
} from '../../domain/sessions/session.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { daySpan, localDateOf } from '../../domain/time/localTime.ts';
import { SaltsUnavailable } from '../../ports/DailySalts.ts';
import type { VisitResult } from '../../ports/HotSessions.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import { type Arrival, type OpenedSession, withVisitCounted } from '../session/Arrival.ts';
import { tryVisit, visitOf } from '../session/askStores.ts';
import { newSession } from '../session/createSession.ts';

/**
 * Whose first message was lost sends it again when it can, without a cookie that would tell. So a session's start is told by all
 * requests that bring events in its first half-hour, and by a bot's however late: without its verdict it would be a person. The id is
 * the same, so that the record keeps one.
 */
const TELLS_START_MS = SESSION_IDLE_MS;
/** How many erasures of one browser and day one request follows. */
const MAX_ERASED = 3;

const ours = (browser: BrowserId, session: SessionId) => ({
  browser,
  visitor: browser as string as VisitorId,
  session,
  // Of a browser that is known for a day nobody can say whether it was here before.
  newBrowser: true,
});

/**
 * The session of a request to a site that keeps no cookie: its browser is one of the day, by address range and user agent under the
 * day's salt (`browserOfDay`). A session that is live at midnight goes on for as long as the old salt is known. One trip to Redis; one
 * more in the first half-hour of a day, and one more of who has brought over 2,000 events without a pause.
 * @throws SaltsUnavailable where the salt does not come: then nobody can say who the visitor is
 */
export const openCookielessSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
): Promise<OpenedSession> => {
  const { site, nowMs } = arrival;
  const day = localDateOf(nowMs, site.timezone);
  const { startMs } = daySpan(day, site.timezone);
  let browser = await browserOf(deps, arrival, day);
  if (browser === undefined) throw new SaltsUnavailable(`there is no salt of ${day}`);
  if (nowMs - startMs < SESSION_IDLE_MS) {
    const before = await browserOf(deps, arrival, localDateOf(startMs - 1, site.timezone));
    const live = before && (await openSlot(deps, arrival, { browser: before, begins: false }));
    if (live !== undefined && live !== 'erased') return live;
  }
  for (let erased = 0; erased < MAX_ERASED; erased += 1) {
    const opened = await openSlot(deps, arrival, { browser, begins: true });
    if (opened !== 'erased') return opened ?? sessionWithoutStore(deps, arrival, { browser, startMs });
    deps.count('visitor_erased');
    browser = browserAfterErasure(deps.keys[0], site.id, browser);
  }
  return sessionWithoutStore(deps, arrival, { browser, startMs });
};

const browserOf = async (
  deps: SessionDependencies,
  { site, nowMs, truncatedAddress, userAgent }: Arrival,
  day: LocalDate,
): Promise<BrowserId | undefined> => {
  const salt = await deps.salts?.saltOf(site, day, nowMs);
  return salt && browserOfDay(deps.keys[0], { site: site.id, salt, address: truncatedAddress(), userAgent });
};

type SlotVisit = 'erased' | Exclude<VisitResult, { outcome: 'erased' | 'miss' }> | undefined;

/** @returns `undefined` where there is no live copy and none is made, or the store does not answer */
const visitSlot = async (
  deps: SessionDependencies,
  arrival: Arrival,
  {
    browser,
    slot,
    begins,
  }: { readonly browser: BrowserId; readonly slot: SessionId; readonly begins: boolean },
): Promise<SlotVisit> => {
  const created = begins ? newSession(deps, arrival, ours(browser, slot)) : undefined;
  const visit = visitOf(arrival, { browser, session: slot }, created);
  // Only with events is a live session's start told again, with all that it tells: so a request without any enqueues nothing.
  const result = await tryVisit(deps, { ...visit, enqueues: arrival.events > 0, details: true });
  if (result === undefined || result.outcome === 'miss') return undefined;
  return result.outcome === 'erased' ? 'erased' : result;
};

/**
 * Which of a slot's sessions a visit is of, from 0 on: one ends with its number of events or its age. The slot's own copy counts on
 * through all of them, so that nobody has to follow one after the other.
 */
const partOf = ({ startedAt, events }: HotSession, { nowMs, events: brought }: Arrival): number =>
  Math.floor((events - brought) / SESSION_MAX_EVENTS) +
  Math.floor(Math.max(0, nowMs - startedAt) / SESSION_MAX_AGE_MS);

/**
 * The live session of a browser, or where it begins one a new one. Once 30 idle minutes have emptied the slot, the next session has
 * another start, and so another id.
 * @returns as `visitSlot`
 */
const openSlot = async (
  deps: SessionDependencies,
  arrival: Arrival,
  { browser, begins }: { readonly browser: BrowserId; readonly begins: boolean },
): Promise<OpenedSession | 'erased' | undefined> => {
  const { site, nowMs } = arrival;
  const [key] = deps.keys;
  let slot = slotOfBrowser(browser);
  let visited = await visitSlot(deps, arrival, { browser, slot, begins });
  if (typeof visited !== 'object') return visited;
  const part = partOf(visited.session, arrival);
  if (part > 0) {
    slot = slotOfPart(key, site.id, slot, part);
    visited = await visitSlot(deps, arrival, { browser, slot, begins: true });
    if (typeof visited !== 'object') return visited;
  }
  const { session, outcome, touchDue } = visited;
  const ageMs = nowMs - session.startedAt;
  const tellsStart = arrival.events > 0 && (arrival.bot.bot || ageMs < TELLS_START_MS);
  return {
    session: { ...session, id: sessionOfSlot(key, site.id, slot, session.startedAt) },
    origin: outcome === 'created' ? 'created' : tellsStart ? 'joined' : 'hit',
    touchDue,
  };
};

/** No store tells whether a session is live: the half-hour stands for it, counted from the day's start, so that it cuts no hour. */
const sessionWithoutStore = (
  deps: SessionDependencies,
  arrival: Arrival,
  { browser, startMs }: { readonly browser: BrowserId; readonly startMs: number },
): OpenedSession => {
  const halfHour = Math.floor((arrival.nowMs - startMs) / SESSION_IDLE_MS);
  const id = sessionOfHalfHour(deps.keys[0], arrival.site.id, browser, halfHour);
  const created = newSession(deps, arrival, ours(browser, id));
  return { session: withVisitCounted(created, arrival), origin: 'created', touchDue: false };
};
