import { createPopulation, type Visitor } from '../people/population.ts';
import type { Visit } from '../play/Visit.ts';
import type { Shop } from '../play/wire.ts';
import { createRandom } from '../random.ts';
import { arrivalOf } from './arrivals.ts';
import { CRAWLS_PER_VISIT, createBots } from './bots.ts';
import type { Day } from './calendar.ts';
import { isSale, startsOf } from './rhythm.ts';
import { type PlacedOrder, returningStory, type Story, shoppingStory } from './stories.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Orders of which something comes back, and of these, how many come back wholly. */
const REFUNDED = 0.08;
const WHOLLY = 0.6;
const REFUND_AFTER_DAYS = [2, 12] as const;

export interface Traffic {
  /** The same seed, range and shop give the same visits, to the last id. */
  readonly seed: string;
  readonly days: readonly Day[];
  /** Visits of people a day, on average. */
  readonly perDay: number;
  readonly timezone: string;
  /** Nothing happens after it, epoch milliseconds. */
  readonly untilMs: number;
  readonly shop: Shop;
}

/** An order that will come back. */
interface Return {
  readonly dueMs: number;
  readonly visitor: Visitor;
  readonly order: PlacedOrder;
}

interface Start {
  readonly startMs: number;
  readonly visit: (startMs: number) => Visit | undefined;
}

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
  let returns: Return[] = [];

  const told = (startMs: number, visitor: Visitor, story: Story): Visit => {
    population.visited(visitor.browser, story.endMs);
    return { startMs, steps: story.steps, headers: headersOf(visitor), jar: visitor.browser.jar };
  };

  const visitOfPerson = (startMs: number, date: string, sale: boolean): Visit => {
    const visitor = population.visitorAt(startMs);
    const arrival = arrivalOf({ random, date, sale, again: visitor.again });
    const story = shoppingStory({ random, shop, visitor, startMs, arrival });
    if (story.order && random.chance(REFUNDED)) {
      const dueMs = story.endMs + random.int(...REFUND_AFTER_DAYS) * DAY_MS + random.int(0, DAY_MS / 4);
      returns.push({ dueMs, visitor, order: story.order });
    }
    return told(startMs, visitor, story);
  };

  const visitToReturn = (startMs: number, { visitor, order }: Return): Visit | undefined => {
    if (visitor.browser.freeFromMs > startMs) return undefined;
    const scene = { random, shop, visitor: { ...visitor, again: true }, startMs };
    return told(startMs, visitor, returningStory({ ...scene, order, wholly: random.chance(WHOLLY) }));
  };

  for (const [index, day] of days.entries()) {
    const sale = isSale(index, days.length);
    const rhythm = { index, days: days.length, timezone, random };
    const at =
      (visit: Start['visit']) =>
      (startMs: number): Start => ({ startMs, visit });
    const due = returns.filter(({ dueMs }) => dueMs < day.endMs);
    returns = returns.filter(({ dueMs }) => dueMs >= day.endMs);
    const starts = [
      ...startsOf(day, { ...rhythm, perDay }).map(at((startMs) => visitOfPerson(startMs, day.date, sale))),
      ...startsOf(day, { ...rhythm, perDay: perDay * CRAWLS_PER_VISIT }).map(at(bots.crawlAt)),
      ...due.map((one) => at((startMs) => visitToReturn(startMs, one))(Math.max(one.dueMs, day.startMs))),
    ].sort((a, b) => a.startMs - b.startMs);

    for (const { startMs, visit: begin } of starts) {
      if (startMs > untilMs) return;
      const visit = begin(startMs);
      const steps = visit?.steps.filter(({ atMs }) => atMs <= untilMs) ?? [];
      if (visit !== undefined && steps.length > 0) yield { ...visit, steps };
    }
  }
}
