import { type DayRange, rangeOf } from '../../analytics/wire/rangeOf.ts';
import { createBuyers } from '../../domain/devices/buyers.ts';
import { continuityOf } from '../../domain/devices/continuityOf.ts';
import { crossDeviceOf } from '../../domain/devices/crossDeviceOf.ts';
import { createDeviceCounts } from '../../domain/devices/deviceCounts.ts';
import { deviceTypeOf } from '../../domain/devices/deviceUse.ts';
import { type BuyingVisit, CART_KEPT_MS } from '../../domain/devices/personCarts.ts';
import type { SessionFact } from '../../domain/metrics/sessionFact.ts';
import { SESSION_MAX_AGE_MS } from '../../domain/sessions/session.ts';
import type { Site } from '../../domain/site.ts';
import type { Span } from '../../domain/time/localDate.ts';
import { daySpan } from '../../domain/time/localTime.ts';
import type { DevicesAnswer } from '../operations/devicesOperation.ts';
import type { PeopleDependencies } from '../PeopleDependencies.ts';
import { createSettledVisits } from '../visits/settledVisits.ts';
import { startTimeBudget } from '../visits/timeBudget.ts';
import { firstSeen } from './firstSeen.ts';

/** Sessions around the range are read a day's at a time. */
const AROUND_STEP_MS = SESSION_MAX_AGE_MS;

/** A session as carts see it; absent where neither a cart nor an order was in it. */
const buyingVisit = (session: SessionFact): BuyingVisit | undefined => {
  const { id, browser, device, startedAt, lastSeenAt, cartAdds, orders } = session;
  if (cartAdds === 0 && orders.length === 0) return undefined;
  const orderedAt = orders.map(({ placedAt }) => placedAt);
  return {
    id,
    browser,
    device: deviceTypeOf(device),
    startedAt,
    lastSeenAt,
    addedToCart: cartAdds > 0,
    orderedAt,
  };
};

/** What lies around the range and may tell of a cart that is begun in it (see `cartsOf`); what is to come holds nothing yet. */
const spansAround = ({ startMs, endMs }: Span, nowMs: number): Span[] =>
  [
    { startMs: startMs - CART_KEPT_MS - SESSION_MAX_AGE_MS, endMs: startMs },
    { startMs: endMs, endMs: Math.min(endMs + CART_KEPT_MS, nowMs + 1) },
  ].flatMap((around) => {
    const steps: Span[] = [];
    for (let at = around.startMs; at < around.endMs; at += AROUND_STEP_MS) {
      steps.push({ startMs: at, endMs: Math.min(at + AROUND_STEP_MS, around.endMs) });
    }
    return steps;
  });

/**
 * Sessions, visitors and conversions by device, and what visitors did across their devices, read from the sessions themselves; bots
 * are left out. What is kept of them meanwhile: see `createDeviceCounts` and `createBuyers`.
 * @throws RecordUnavailable; ApiFault 503 where it takes longer than anybody waits
 */
export const devices = async (
  {
    people,
    aggregation,
    now,
    site,
  }: Pick<PeopleDependencies, 'people' | 'aggregation' | 'now'> & { readonly site: Site },
  days: DayRange,
): Promise<DevicesAnswer> => {
  const budget = startTimeBudget(now);
  const range = {
    startMs: daySpan(days.from, site.timezone).startMs,
    endMs: daySpan(days.to, site.timezone).endMs,
  };
  const counts = createDeviceCounts();
  const buyers = createBuyers(range);
  const tell = (session: SessionFact): void => {
    const { numbered, botReasons, browser, startedAt, converted } = session;
    if (botReasons !== undefined || numbered === undefined) return;
    if (startedAt >= range.startMs && startedAt < range.endMs) {
      const { visitor, number } = numbered;
      counts.add({ visitor, number, browser, device: deviceTypeOf(session.device), converted });
    }
    const visit = buyingVisit(session);
    if (visit !== undefined) buyers.add(numbered, visit);
  };

  const visits = createSettledVisits({ record: aggregation, site, tell });
  for await (const sessions of aggregation.sessionsStarted(site.id, range.startMs, range.endMs)) {
    budget.check();
    await visits.add(sessions);
  }
  for (const { startMs, endMs } of spansAround(range, now())) {
    budget.check();
    await visits.add(await people.buyingSessions(site.id, startMs, endMs));
  }
  await visits.settle();

  const firsts = await firstSeen({ people, site: site.id, budget }, buyers.converted());
  const conversions = buyers.conversions((visitor) => {
    const first = firsts.get(visitor);
    return first && { ...first, device: deviceTypeOf(first.device) };
  });
  const crossDevice = crossDeviceOf(conversions);
  const continuity = continuityOf(buyers.carts(), now());
  return {
    range: rangeOf(days),
    devices: counts.rows(),
    visitors: counts.visitors(),
    crossDevice: {
      ...crossDevice,
      paths: crossDevice.paths.map(({ moves, ...path }) => ({ ...path, conversions: moves })),
    },
    continuity: {
      ...continuity,
      paths: continuity.paths.map(({ moves, ...path }) => ({ ...path, carts: moves })),
    },
  };
};
