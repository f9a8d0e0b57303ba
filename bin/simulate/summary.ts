import type { Told, Visit } from './play/Visit.ts';
import type { Day } from './traffic/calendar.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What a simulation did, as the record should have it. */
export interface Summary {
  readonly sessions: number;
  /** Browsers; a customer's two devices are two. */
  readonly browsers: number;
  /** Customers, each one on all browsers on which they logged in; and browsers on which nobody did. */
  readonly visitors: number;
  readonly pageViews: number;
  readonly orders: number;
  readonly revenueMinor: number;
  readonly refunds: number;
  readonly refundedMinor: number;
  /** By a password, because the browser remembered, and each time that a page renewed its token. */
  readonly logins: number;
  /** Each ends a session; what comes after it is another one. */
  readonly logouts: number;
  /** A bot's hits of one day (UTC) from one place are one session. */
  readonly bots: { readonly sessions: number; readonly pageViews: number };
  /** Distinct events of people, and how often one was told again, and how many came over a minute late. */
  readonly events: { readonly distinct: number; readonly repeated: number; readonly late: number };
  readonly requests: number;
  /** Sessions of people by the shop's local day on which they began. */
  readonly days: { readonly [date: string]: { readonly sessions: number; readonly orders: number } };
}

/** Adds up what is done. */
export const createTally = (days: readonly Day[]) => {
  const known = new WeakSet<object>();
  /** People who logged in, and the browsers on which they did. */
  const identified = new WeakSet<object>();
  const botSessions = new Set<string>();
  const counts = {
    sessions: 0,
    browsers: 0,
    visitors: 0,
    pageViews: 0,
    orders: 0,
    revenueMinor: 0,
    refunds: 0,
    refundedMinor: 0,
    logins: 0,
    logouts: 0,
  };
  const events = { distinct: 0, repeated: 0, late: 0 };
  const byDay: { [date: string]: { sessions: number; orders: number } } = {};
  let botPageViews = 0;
  let requests = 0;

  const dayOf = (atMs: number): { sessions: number; orders: number } => {
    const date = days.findLast(({ startMs }) => startMs <= atMs)?.date ?? '';
    byDay[date] ??= { sessions: 0, orders: 0 };
    return byDay[date];
  };

  const addEvent = ({ type, late, amountMinor = 0 }: Told, atMs: number): void => {
    events.distinct += 1;
    if (late) events.late += 1;
    if (type === 'page_view') counts.pageViews += 1;
    if (type === 'customer_login') counts.logins += 1;
    if (type === 'customer_logout') counts.logouts += 1;
    if (type === 'order_completed') {
      counts.orders += 1;
      counts.revenueMinor += amountMinor;
      dayOf(atMs).orders += 1;
    }
    if (type === 'order_refunded') {
      counts.refunds += 1;
      counts.refundedMinor += amountMinor;
    }
  };

  const addSession = (atMs: number): void => {
    counts.sessions += 1;
    dayOf(atMs).sessions += 1;
  };

  /** A customer's second browser brings no other visitor: it goes by the customer's from now on, and for all that was before. */
  const addLogin = (jar: object, person: object): void => {
    if (identified.has(person) && !identified.has(jar)) counts.visitors -= 1;
    identified.add(jar).add(person);
  };

  const addPerson = ({ jar, person, steps }: Visit): void => {
    const [first] = steps;
    if (first === undefined || jar === undefined || person === undefined) return;
    if (!known.has(jar)) {
      counts.browsers += 1;
      counts.visitors += 1;
    }
    known.add(jar);
    addSession(first.atMs);
    const told = new Set<string>();
    for (const { atMs, tells } of steps) {
      for (const event of tells) {
        if (told.has(event.id)) events.repeated += 1;
        else addEvent(event, atMs);
        told.add(event.id);
        if (event.type === 'customer_login') addLogin(jar, person);
        if (event.type === 'customer_logout') addSession(atMs);
      }
    }
  };

  return {
    add: (visit: Visit): void => {
      requests += visit.steps.length;
      if (visit.bot === undefined) {
        addPerson(visit);
        return;
      }
      botPageViews += visit.steps.length;
      for (const { atMs } of visit.steps) botSessions.add(`${Math.floor(atMs / DAY_MS)} ${visit.bot}`);
    },
    summary: (): Summary => ({
      ...counts,
      bots: { sessions: botSessions.size, pageViews: botPageViews },
      events,
      requests,
      days: byDay,
    }),
  };
};
