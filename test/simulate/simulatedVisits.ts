import type { Step, Visit } from '../../bin/simulate/play/Visit.ts';
import type { SoldProduct } from '../../bin/simulate/play/wire.ts';
import { daysUntil } from '../../bin/simulate/traffic/calendar.ts';
import { catalogueOf } from '../../bin/simulate/traffic/catalogue.ts';
import { visitsOf } from '../../bin/simulate/traffic/visitsOf.ts';

const sold = (id: string, category: string, priceMinor: number): SoldProduct => ({
  id,
  name: id,
  category,
  priceMinor,
  stock: 3,
});

export const SOLD: readonly [SoldProduct, ...SoldProduct[]] = [
  sold('red-runners', 'shoes', 8_900),
  sold('rain-jacket', 'clothing', 12_900),
  sold('wool-socks', 'clothing', 1_600),
  sold('straw-hat', 'accessories', 3_900),
];

const TIMEZONE = 'Europe/Berlin';
export const UNTIL_MS = Date.parse('2026-10-25T20:00:00Z');

/** What the simulator thinks up for some days of a shop, nobody being asked. */
export const simulatedVisits = (seed: string, { days = 7, perDay = 200 } = {}): Visit[] => [
  ...visitsOf({
    seed,
    days: daysUntil(UNTIL_MS, days, TIMEZONE),
    perDay,
    timezone: TIMEZONE,
    untilMs: UNTIL_MS,
    shop: { site: 'shop', origin: 'https://shop.example', catalogue: catalogueOf(SOLD) },
  }),
];

/** Whether a step tells of an event. */
export const tellsOf = ({ tells }: Step, type: string): boolean => tells.some((told) => told.type === type);
