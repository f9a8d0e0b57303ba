import type { OrderItem, OrderJoin, ShopOrder } from '../domain/orders/shopOrder.ts';
import { keepsNoCookies, type Site } from '../domain/site.ts';
import { type Log, thrown } from '../ports/Log.ts';
import { OrderNotFresh } from './freshness.ts';
import type { Orders } from './Orders.ts';
import { type EffectDependencies, orderEffects } from './orderEffects.ts';
import { orderStock } from './orderStock.ts';

export interface OrdersDependencies extends EffectDependencies {
  readonly sites: readonly Site[];
  readonly log: Log;
}

/** Those who placed them are through with them by then, or were killed: others would only do the same again. */
const RESERVING_MS = 30_000;
const EFFECTS_MS = 5_000;
/** More wait for the next minute. */
const MAX_PENDING = 500;
/** Orders that are finished side by side: most of the time is waiting for stores. */
const AT_ONCE = 4;
/** No other is begun after that; a command or two of the last ones are under way then. By a clock that nobody sets. */
const FINISHING_MS = 20_000;
/** How long an order that could not be finished lets others go first. */
const AGAIN_AFTER_MS = 5 * 60_000;
/** How often an order may be refused and opened anew while somebody decides it. */
const MAX_ROUNDS = 10;

const checkAmount = (what: string, amount: number, min: number): void => {
  if (!Number.isSafeInteger(amount) || amount < min)
    throw new RangeError(`${what} must be a whole number of at least ${min}`);
};

/** An order names a customer: joined to one, a session of a site that keeps no cookies would be a person's. */
const joinOf = (site: Site, join: OrderJoin): OrderJoin =>
  keepsNoCookies(site) ? { joined: false, reason: 'cookieless' } : join;

/** @throws RangeError */
const amountOf = (items: readonly OrderItem[]): number => {
  let amountMinor = 0;
  for (const { quantity, priceMinor } of items) {
    checkAmount('a quantity', quantity, 1);
    checkAmount('a price', priceMinor, 0);
    amountMinor += quantity * priceMinor;
  }
  checkAmount("an order's amount", amountMinor, 0);
  return amountMinor;
};

/** The shop's orders (design, section 4). */
export const createOrders = (deps: OrdersDependencies): Orders => {
  const { book, catalogue, sites, log, now, count } = deps;
  const stock = orderStock({ book, catalogue });
  const effects = orderEffects(deps, stock);
  const siteIds = new Set(sites.map(({ id }) => id));

  const checkSite = ({ id }: Site): void => {
    if (!siteIds.has(id)) throw new RangeError('the order is of a site that is not served');
  };

  /** Takes an order out of `reserving`, whoever began it. */
  const decided = async (opened: ShopOrder): Promise<ShopOrder> => {
    let order = opened;
    for (let round = 0; order.state === 'reserving'; round += 1) {
      if (round === MAX_ROUNDS) throw new OrderNotFresh('others keep opening it anew');
      const taken = await stock.take(order);
      order =
        taken === 'overtaken'
          ? ((await book.find(order.site, order.orderId)) ?? order)
          : await book.decide(order, taken === 'taken' ? 'placed' : 'refused');
    }
    return order;
  };

  /** The order stands: what of its effects fails now is had later. */
  const finishOrLater = async (order: ShopOrder): Promise<void> => {
    try {
      await effects.finish(order);
    } catch (error) {
      count('order_effects_pending');
      log.error('an order stands whose effects are to be finished', {
        site: order.site,
        orderId: order.orderId,
        ...thrown(error),
      });
    }
  };

  /** @param left as it was read this moment */
  const finishLeft = async (left: ShopOrder): Promise<void> => {
    if (left.effects === 'done') return effects.settle(left);
    const order = await decided(left);
    await (order.state === 'refused' ? effects.finishRefused(order) : effects.finish(order));
  };

  /** One that fails lets others go first, some minutes long. */
  const finishOrPostpone = async (site: Site, orderId: string): Promise<void> => {
    // Read anew: those before it took their time.
    const order = await book.find(site.id, orderId);
    if (order === undefined) return;
    try {
      await finishLeft(order);
    } catch (error) {
      await book.postpone(order, now() + AGAIN_AFTER_MS).catch((fault: unknown) => {
        throw new AggregateError([error, fault], 'an order was neither finished nor postponed');
      });
      throw error;
    }
  };

  const openAnew = async (order: ShopOrder, key: string) => {
    const opened = await book.open(order, key);
    if (opened.order.state !== 'refused') return opened;
    // Refused, and by a process that was killed before it gave all back.
    await effects.finishRefused(opened.order);
    return book.open(order, key);
  };

  return {
    place: async ({ site, orderId, customer, idempotencyKey, items, session }) => {
      checkSite(site);
      const amountMinor = amountOf(items);
      if (items.length === 0) throw new RangeError('an order must hold something');
      const known = await book.findByKey(site.id, customer, idempotencyKey);
      const { order: begun, opened } =
        known === undefined
          ? await openAnew(
              {
                site: site.id,
                orderId,
                source: 'storefront',
                customer,
                state: 'reserving',
                items,
                amountMinor,
                currency: site.currency,
                placedAt: now(),
                join: joinOf(
                  site,
                  session === undefined
                    ? { joined: false, reason: 'not_tracked' }
                    : { joined: true, by: 'request', session },
                ),
                refunds: [],
                effects: 'pending',
              },
              idempotencyKey,
            )
          : { order: known, opened: false };
      const order = await decided(begun);
      if (order.state === 'refused') {
        await effects.finishRefused(order);
        return { ok: false, reason: 'sold_out', ...(await stock.shortOf(order)) };
      }
      await finishOrLater(order);
      return { ok: true, order, repeated: !opened };
    },

    refund: async ({ site, orderId, refundId, amountMinor, items }) => {
      checkSite(site);
      checkAmount('a refund', amountMinor, items.length > 0 ? 0 : 1);
      for (const { quantity } of items) checkAmount('a quantity', quantity, 1);
      const refund = { refundId, amountMinor, at: now(), items };
      const noted = await book.refund(site.id, orderId, refund);
      if (noted === undefined) return { ok: false, reason: 'unknown_order' };
      const { order, outcome } = noted;
      if (outcome !== 'added' && outcome !== 'repeated') return { ok: false, reason: outcome };
      await finishOrLater(order);
      return { ok: true, order, repeated: outcome === 'repeated' };
    },

    report: async ({ site, orderId, amountMinor, currency, placedAt, customer, items, join }) => {
      checkSite(site);
      checkAmount("an order's amount", amountMinor, 0);
      amountOf(items);
      if (currency !== site.currency) return { ok: false, reason: 'wrong_currency' };
      const { order, opened } = await book.open({
        site: site.id,
        orderId,
        source: 'conversion',
        ...(customer === undefined ? {} : { customer }),
        state: 'placed',
        items,
        amountMinor,
        currency,
        placedAt,
        join: joinOf(site, join),
        refunds: [],
        effects: 'pending',
      });
      const isSame =
        order.source === 'conversion' && order.amountMinor === amountMinor && order.currency === currency;
      if (!isSame) return { ok: false, reason: 'order_differs' };
      await finishOrLater(order);
      return { ok: true, order, repeated: !opened };
    },

    finishPending: async (site) => {
      checkSite(site);
      const nowMs = now();
      const pending = await book.pending(site.id, nowMs - EFFECTS_MS, MAX_PENDING);
      const waiting = pending
        .filter(({ state, placedAt }) => state !== 'reserving' || placedAt < nowMs - RESERVING_MS)
        .values();
      const startedAt = performance.now();
      const errors: unknown[] = [];
      let done = 0;
      const work = async (): Promise<void> => {
        for (const { orderId } of waiting) {
          if (performance.now() - startedAt > FINISHING_MS) return;
          try {
            await finishOrPostpone(site, orderId);
            done += 1;
          } catch (error) {
            count('order_not_finished');
            log.error('order not finished', { site: site.id, orderId, ...thrown(error) });
            errors.push(error);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      if (errors.length > 0) throw new AggregateError(errors, `${errors.length} orders were not finished`);
      return done;
    },
  };
};
