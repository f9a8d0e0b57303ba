import type { Browser } from '../people/population.ts';
import type { Step, Taken } from '../play/Visit.ts';
import type { TrackedEvent } from '../play/wire.ts';
import type { Random } from '../random.ts';
import type { Page } from './catalogue.ts';
import type { Shop } from './Shop.ts';

/** A post that does not get through is kept, and goes with the next one. */
const POST_FAILS = 0.008;
/** Of the answers, so many never arrive: the browser sends the same again. */
const ANSWER_LOST = 0.008;
/** A page that is closed does not always get its last word out. */
const LAST_WORD = 0.88;
/** Of those who could not send, so many still have it when they are back. */
const KEEPS_UNSENT = 0.5;
/** No older: the server believes no event that is 24 hours late. */
const UNSENT_FOR_MS = 20 * 60 * 60_000;
const LATE_MS = 60_000;
/** Far under the 30 minutes after which the next request begins another visit. */
const LONGEST_SILENCE_MS = 8 * 60_000;

const STOREFRONT = '/api/storefront/';

/** A request to the shop: under `/api/storefront/`. */
export interface ShopRequest {
  readonly method: Step['method'];
  /** Made when it is sent. */
  readonly path: () => string;
  readonly body?: Properties;
  /** Asked instead where the answer is 401. */
  readonly otherwise?: { readonly path: string; readonly body: Properties };
  /** A request with one can be sent again where its answer got lost. */
  readonly idempotencyKey?: string;
  /** The events that the shop tells of it. */
  readonly tells?: readonly { readonly type: string; readonly amountMinor?: number }[];
  readonly taken?: Taken;
}

type Properties = { readonly [name: string]: unknown };

/** A visit as it is written, page by page. */
export interface VisitScript {
  /** Looks at a page; events that happen as it opens travel in the same post. */
  view(page: Page, opening?: readonly (readonly [eventType: string, properties: Properties])[]): void;
  /** Something happens on the page. */
  happens(eventType: string, properties: Properties): void;
  /** A request to the shop's own servers, which tell what it meant. */
  asksShop(request: ShopRequest): void;
  /** The simulated time of what comes next, epoch milliseconds. */
  nowMs(): number;
  /** Stays on the page for about so long. */
  stays(medianMs: number): void;
  /** Goes away. @returns the requests, and when the last of it happened */
  leaves(): { readonly steps: readonly Step[]; readonly endMs: number };
}

/** Writes the visit of one browser: what its tracker posts, with all that goes wrong on the way. */
export const createVisitScript = ({
  random,
  shop,
  browser,
  startMs,
  query,
  referrer,
}: {
  readonly random: Random;
  readonly shop: Shop;
  readonly browser: Browser;
  readonly startMs: number;
  /** Of the first page's address, and the page before it; empty where there is none. */
  readonly query: string;
  readonly referrer: string;
}): VisitScript => {
  const nonce = random.hex(32);
  const skewMs = browser.clockSkewMs;
  const steps: Step[] = [];
  let nowMs = startMs;
  let pending: TrackedEvent[] = browser.unsent.filter(
    ({ occurredAt }) => startMs - (occurredAt - skewMs) < UNSENT_FOR_MS,
  );
  browser.unsent = [];
  let page: { readonly view: TrackedEvent; readonly sinceMs: number } | undefined;
  let pageUrl = `${shop.origin}/`;

  const eventOf = (eventType: string, { path }: Page, more: Partial<TrackedEvent>): TrackedEvent => ({
    eventType,
    eventId: random.hex(32),
    occurredAt: nowMs + skewMs,
    path,
    url: `${shop.origin}${path}`,
    ...more,
  });

  const leave = (): void => {
    if (page === undefined) return;
    const engagedMs = Math.round((nowMs - page.sinceMs) * (0.55 + 0.45 * random.next()));
    const { path, url, title = '' } = page.view;
    pending.push(eventOf('page_leave', { path, title }, { url, engagedMs }));
    page = undefined;
  };

  const send = (
    step: Omit<Step, 'atMs' | 'nonce' | 'referer' | 'answerLost'>,
    { repeatable }: { readonly repeatable: boolean },
  ): void => {
    const whole = { ...step, nonce, referer: pageUrl };
    if (repeatable && random.chance(ANSWER_LOST)) steps.push({ ...whole, atMs: nowMs, answerLost: true });
    // At the same instant: of two that tell the same the record keeps whichever the writer comes to first.
    steps.push({ ...whole, atMs: nowMs, answerLost: false });
  };

  const post = (contentType: NonNullable<Step['contentType']>): void => {
    const [events, sentAt] = [pending, nowMs + skewMs];
    pending = [];
    const tells = events.map(({ eventId, eventType, occurredAt }) => ({
      id: eventId,
      type: eventType,
      late: sentAt - occurredAt > LATE_MS,
    }));
    const body = JSON.stringify({ events, nonce, site: shop.site, sentAt });
    send({ method: 'POST', path: () => '/track', contentType, body, tells }, { repeatable: true });
  };
  const postUnlessOffline = (): void => {
    if (!random.chance(POST_FAILS)) post('application/json');
  };

  return {
    view: (next, opening = []) => {
      const before = page?.view;
      leave();
      const isFirst = before === undefined;
      const view = eventOf('page_view', next, {
        url: `${shop.origin}${next.path}${isFirst ? query : ''}`,
        title: next.title,
        referrer: isFirst ? referrer : before.url,
      });
      page = { view, sinceMs: nowMs };
      pageUrl = view.url;
      pending.push(view);
      for (const [eventType, properties] of opening) pending.push(eventOf(eventType, next, { properties }));
      nowMs += 50;
      postUnlessOffline();
    },
    happens: (eventType, properties) => {
      if (page === undefined) throw new Error(`${eventType} happens on no page`);
      const { path, title = '' } = page.view;
      pending.push(eventOf(eventType, { path, title }, { properties }));
      nowMs += 5;
      postUnlessOffline();
    },
    asksShop: ({ path, body, otherwise, tells = [], ...request }) => {
      send(
        {
          ...request,
          path: () => `${STOREFRONT}${path()}`,
          ...(request.method === 'GET' ? {} : { contentType: 'application/json' }),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(otherwise && {
            otherwise: { path: `${STOREFRONT}${otherwise.path}`, body: JSON.stringify(otherwise.body) },
          }),
          tells: tells.map((event) => ({ ...event, id: random.hex(16), late: false })),
        },
        { repeatable: request.idempotencyKey !== undefined },
      );
      nowMs += 5;
    },
    nowMs: () => nowMs,
    stays: (medianMs) => {
      const stayMs = Math.round(random.logNormal(medianMs, 0.8));
      const lastSentMs = steps.at(-1)?.atMs ?? startMs;
      nowMs = Math.max(nowMs, Math.min(nowMs + stayMs, lastSentMs + LONGEST_SILENCE_MS));
    },
    leaves: () => {
      leave();
      if (random.chance(LAST_WORD)) post('text/plain');
      else if (random.chance(KEEPS_UNSENT)) browser.unsent = pending;
      return { steps, endMs: nowMs };
    },
  };
};
