import { silentLog } from '../../bench/traffic/silentLog.ts';
import { createHandler } from '../../functions/analytics/createHandler.ts';
import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import { dayAt } from '../model/calendar.ts';
import type { RawEvent } from '../model/rawEvent.ts';
import { shopModel } from '../model/shopModel.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import type { Breach } from './Breach.ts';
import { START_MS } from './plan.ts';
import { COOKIE_KEYS, SITE, SITES } from './shop.ts';
import { leftOf, type StoredOrder, sumOf } from './storedOrders.ts';
import type { World } from './world.ts';

const TOKEN = 'a-token-of-staff-that-is-long-enough';

/** What the metrics API answers of all days, against the model's numbers, and its orders against the shop's. */
export const numberBreaches = async (
  world: World,
  stored: readonly RawEvent[],
  orders: readonly StoredOrder[],
): Promise<Breach[]> => {
  const handler = createHandler({
    sites: SITES,
    store: world.metrics,
    ledger: world.ledger,
    attempts: memoryLoginAttempts(),
    keys: COOKIE_KEYS,
    passwordHash: 'scrypt$2$1$1$AAAA$AAAA',
    token: TOKEN,
    log: silentLog,
    now: () => Math.floor(world.timeline.nowMs()),
  });
  const [from, to] = [START_MS, world.timeline.nowMs()].map((ms) => dayAt(ms, SITE.timezone)) as [
    string,
    string,
  ];
  const ask = async (path: string, query: { readonly [name: string]: string }) => {
    const answer = await handler(
      eventV2({
        method: 'GET',
        path: `/api/analytics/${path}`,
        query: new URLSearchParams({ site: SITE.id, from, to, ...query }).toString(),
        headers: { authorization: `Bearer ${TOKEN}` },
      }),
    );
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
    return JSON.parse(answer.body ?? '');
  };
  const breaches: Breach[] = [];
  const model = shopModel(SITE, stored);
  const placed = orders.filter(({ state }) => state === 'placed');

  const compare = (
    answered: { readonly [name: string]: unknown },
    first: string,
    last: string,
    where: string,
  ) => {
    const ofDays = placed.filter(({ placedAt }) => {
      const day = dayAt(placedAt.getTime(), SITE.timezone);
      return day >= first && day <= last;
    });
    const reckoned: { [name: string]: number } = {
      ...model.numbersOf(first, last),
      orders: ofDays.length,
      revenue: sumOf(ofDays.map(leftOf)),
    };
    for (const [name, number] of Object.entries(reckoned)) {
      if (name.startsWith('reached') || answered[name] === number) continue;
      breaches.push(`numbers: ${name} of ${where} is ${answered[name]} and should be ${number}`);
    }
  };

  const { current } = await ask('summary', {});
  compare(current, from, to, 'all days');
  if (current.bots !== model.botsOf(from, to).sessions)
    breaches.push(`numbers: there are ${current.bots} bots and should be ${model.botsOf(from, to).sessions}`);
  const { points } = await ask('daily', {});
  for (const point of points) compare(point, point.at, point.at, `day ${point.at}`);
  const { rows } = await ask('breakdown', { by: 'landingPage', limit: '500' });
  for (const row of rows) {
    const { totalVisits } = model.numbersOf(from, to, 'landingPage', row.value);
    if (row.totalVisits !== totalVisits)
      breaches.push(`numbers: ${row.totalVisits} visits landed on ${row.value} and should ${totalVisits}`);
  }
  return breaches;
};
