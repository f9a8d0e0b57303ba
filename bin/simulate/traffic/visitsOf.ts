import { createPopulation, type Visitor } from '../people/population.ts';
import { createTimeQueue } from '../play/timeQueue.ts';
import type { Visit } from '../play/Visit.ts';
import { createRandom } from '../random.ts';
import { type Appointment, appointmentsAfter, isStillDue } from './appointments.ts';
import { arrivalAtCart, arrivalOf } from './arrivals.ts';
import { CRAWLS_PER_VISIT, createBots } from './bots.ts';
import type { Day } from './calendar.ts';
import { isSale, startsOf } from './rhythm.ts';
import type { Shop } from './Shop.ts';
import { payingStory, returningStory, type Story, shoppingStory } from './stories.ts';

export interface Traffic {
  /** The same seed, range and shop give the same visits, to the last id. */
  readonly seed: string;
  readonly days: readonly Day[];
  /** Visits of people a day, on average; those who come back for a cart or with a parcel are some more. */
  readonly perDay: number;
  readonly timezone: string;
  /** Nothing happens after it, epoch milliseconds. */
  readonly untilMs: number;
  readonly shop: Shop;
}

type Begin = (startMs: number) => Visit | undefined;

const headersOf = ({ browser: { device, place } }: Visitor): Visit['headers'] => ({
  ...device.headers,
  'accept-language': place.languages,
  'cloudfront-viewer-country': place.country,
  'cloudfront-viewer-address': `${place.address}:443`,
});

/** All visits of a simulation, by their start: those of a day are thought up when they are asked for. */
export function* visitsOf({ seed, days, perDay, timezone, untilMs, shop }: Traffic): Generator<Visit> {
  const random = createRandom([seed, shop.site, timezone, days.length, perDay, untilMs].join('\n'));
  const population = createPopulation(random);
  const bots = createBots({ random, shop });
  const starts = createTimeQueue<Begin>();

  const told = (startMs: number, visitor: Visitor, story: Story): Visit => {
    const { person, browser } = visitor;
    population.visited(person, story.endMs);
    for (const appointment of appointmentsAfter(random, visitor, story)) {
      starts.push(appointment.dueMs, (dueMs) => visitAgain(dueMs, appointment));
    }
    return { startMs, steps: story.steps, tab: {}, headers: headersOf(visitor), jar: browser.jar, person };
  };

  const visitOfPerson = (startMs: number, date: string, sale: boolean): Visit => {
    const visitor = population.visitorAt(startMs);
    const arrival = arrivalOf({ random, date, sale, catalogue: shop.catalogue, again: visitor.again });
    return told(startMs, visitor, shoppingStory({ random, shop, visitor, startMs, arrival }));
  };

  const visitAgain = (startMs: number, appointment: Appointment): Visit | undefined => {
    if (!isStillDue(appointment, startMs)) return undefined;
    const { person, browser } = appointment.visitor;
    const here = { person, browser, again: true };
    if (appointment.reason === 'refund') {
      return told(startMs, here, returningStory({ ...appointment, random, shop, visitor: here, startMs }));
    }
    const visitor = appointment.elsewhere ? population.elsewhere(person, browser) : here;
    const arrival = arrivalAtCart(random);
    return told(startMs, visitor, payingStory({ random, shop, visitor, startMs, arrival }));
  };

  for (const [index, day] of days.entries()) {
    const sale = isSale(index, days.length);
    const rhythm = { index, days: days.length, timezone, random };
    for (const startMs of startsOf(day, { ...rhythm, perDay })) {
      starts.push(startMs, (atMs) => visitOfPerson(atMs, day.date, sale));
    }
    for (const startMs of startsOf(day, { ...rhythm, perDay: perDay * CRAWLS_PER_VISIT })) {
      starts.push(startMs, bots.crawlAt);
    }
    while (starts.earliestMs < day.endMs) {
      const startMs = starts.earliestMs;
      if (startMs > untilMs) return;
      const visit = starts.pop()?.(startMs);
      const steps = visit?.steps.filter(({ atMs }) => atMs <= untilMs) ?? [];
      if (visit !== undefined && steps.length > 0) yield { ...visit, steps };
    }
  }
}
