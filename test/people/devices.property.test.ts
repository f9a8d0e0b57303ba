import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { daySpan } from '../../src/domain/time/localTime.ts';
import { DAY, type GeneratedVisit, personName, visitsArbitrary } from '../domain/devices/visits.ts';
import { eventOf, MINUTE, SITE, START } from '../domain/sessions/foldFixtures.ts';
import { dayAfter, dayAt } from '../model/calendar.ts';
import { devicesModel, type ModelVisit } from '../model/devicesModel.ts';
import { shopOnFootfall } from '../numbers/shopOnFootfall.ts';
import { testSites } from '../support/testShop.ts';
import { addToCart, type EventPlace, login, order, placed, visit } from './storedEvents.ts';
import { withEvents } from './withEvents.ts';

/** A shop takes a tenth of a second. */
const SHOPS = process.env.CI === 'true' ? 60 : 30;
/** A browser that everybody uses, each as a customer. */
const KIOSK = 'kiosk';
const LENGTH_MS = 5 * MINUTE;
const ORDERED_AFTER_MS = 3_000;

/** Visits as a shop's pages have them: five minutes long, with their orders while somebody is there. */
const pageVisit = (generated: GeneratedVisit): GeneratedVisit => ({
  ...generated,
  browser: (generated.browser.endsWith('-3') ? KIOSK : generated.browser) as GeneratedVisit['browser'],
  lastSeenAt: generated.startedAt + LENGTH_MS,
  orderedAt: generated.orderedAt.length > 0 ? [generated.startedAt + ORDERED_AFTER_MS] : [],
});

/**
 * Each person's own browser has the visitor's name; on the others the visitor is the browser's own until somebody logs in, if ever.
 * @param joined browsers on which the person logs in, in the visit at that place among the browser's own
 */
const shopOf = (visits: readonly GeneratedVisit[], joined: ReadonlyMap<string, number>) => {
  const events: StoredEvent[] = [];
  const known: ModelVisit[] = [];
  const onBrowser = Map.groupBy(visits.map(pageVisit), ({ browser }) => browser);
  for (const [browser, own] of onBrowser) {
    const isPersons = (one: GeneratedVisit): boolean =>
      browser === KIOSK || browser === personName(one.person);
    const inOrder = own.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    const loginAt = Math.min(joined.get(browser) ?? Number.POSITIVE_INFINITY, inOrder.length);
    const isJoined = loginAt < inOrder.length;
    for (const [index, one] of inOrder.entries()) {
      const person = personName(one.person);
      const knownSince = isPersons(one) ? 0 : loginAt;
      const place: EventPlace = {
        session: one.id,
        browser,
        visitor: index > knownSince || isPersons(one) ? person : browser,
        startedAfterMs: one.startedAt - START,
      };
      const logsIn = !isPersons(one) && index === loginAt;
      const loggedIn = logsIn ? { ...place, visitor: person } : place;
      events.push(
        ...visit(place, { device: { type: one.device } }),
        ...(logsIn ? [login(loggedIn, `customer ${person}`, browser)] : []),
        ...(one.addedToCart ? [addToCart(place, 500)] : []),
        ...one.orderedAt.map(() =>
          order(loggedIn, { orderId: `order of ${one.id}`, amountMinor: 500 }, ORDERED_AFTER_MS),
        ),
        eventOf('page_view', { ...placed(loggedIn, LENGTH_MS), path: '/' }),
      );
      known.push({ ...one, person: isPersons(one) || isJoined ? person : browser });
    }
  }
  return { events, known };
};

const shop = fc.record({
  visits: visitsArbitrary(),
  joined: fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 3 })),
    {
      maxLength: 8,
    },
  ),
  firstDay: fc.integer({ min: 0, max: 35 }),
  days: fc.integer({ min: 1, max: 31 }),
  askedAfterDays: fc.integer({ min: 1, max: 9 }),
});

/** Told and reckoned alike, but for the order of what is equally large. */
const inAnyOrder = ({ devices, visitors, ...rest }: ReturnType<typeof devicesModel>) => ({
  ...rest,
  devices: new Set(devices),
  visitors: {
    ...visitors,
    combinations: new Set(visitors.combinations.map((one) => ({ ...one, devices: one.devices.toSorted() }))),
  },
});

test(`${SHOPS} generated shops: what is told of devices equals the independent model, before and after the aggregators`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(shop, async ({ visits, joined, firstDay, days, askedAfterDays }) => {
      const from = dayAfter(dayAt(START, SITE.timezone), firstDay) as LocalDate;
      const to = dayAfter(from, days - 1) as LocalDate;
      const range = {
        from: daySpan(from, SITE.timezone).startMs,
        to: daySpan(to, SITE.timezone).endMs,
      };
      const nowMs = range.to + askedAfterDays * DAY;
      const logins = new Map(joined.map(([person, browser, at]) => [`b${person}-${browser}`, at]));
      const { events, known } = shopOf(
        visits.filter(({ startedAt }) => startedAt < nowMs - DAY),
        logins,
      );
      await withEvents(
        events,
        async (people, db) => {
          const told = async () => {
            const { range: _, ...answer } = await people.ask('devices', [
              ['site', 'shop'],
              ['from', from],
              ['to', to],
            ]);
            return inAnyOrder(answer);
          };
          const model = inAnyOrder(devicesModel(known, { ...range, now: nowMs }));
          expect(await told()).toEqual(model);
          await shopOnFootfall({ db, sites: testSites, clock: { nowMs } }).runAt(nowMs);
          expect(await told()).toEqual(model);
        },
        nowMs,
      );
    }),
    { numRuns: SHOPS },
  );
});
