import * as v from 'valibot';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import type { HttpHandler, Routes } from '../http/Routes.ts';
import { onlyLocally } from '../pages/onlyLocally.ts';
import { shopHandler } from './shopHandler.ts';

const MAX_ITEMS = 50;

/** The shop's own: no control characters, and short enough that two of them make an event's id. */
const id = v.pipe(
  v.string('must be a text'),
  v.regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters, none of them a control character'),
);
const AMOUNT = 'must be a whole number of minor units';
const amountMinor = v.pipe(v.number(AMOUNT), v.safeInteger(AMOUNT), v.minValue(0, AMOUNT));
const QUANTITY = 'must be a whole number from 1 on';
const quantity = v.pipe(v.number(QUANTITY), v.safeInteger(QUANTITY), v.minValue(1, QUANTITY));

const BODY = 'must be an object';
const loginSchema = v.object({ customerId: id }, BODY);
const logoutSchema = v.object({}, BODY);
const orderSchema = v.object(
  {
    orderId: id,
    amountMinor,
    items: v.pipe(
      v.array(v.object({ productId: id, quantity, priceMinor: amountMinor }, BODY), 'must be a list'),
      v.maxLength(MAX_ITEMS, `must hold at most ${MAX_ITEMS} items`),
    ),
  },
  BODY,
);
const refundSchema = v.object({ orderId: id, refundId: id, amountMinor }, BODY);

/**
 * What a shop's servers tell, until the storefront does: logins, orders, refunds, each by `event.track` behind the session
 * middleware. Each event has an id made of what it tells, so that one told twice is stored once.
 */
export const shopRoutes = (session: SessionDependencies, hosts: readonly string[]): Routes => {
  const currencyOf = (site: string | undefined): string =>
    (session.sites.find(({ id }) => id === site) ?? session.sites[0]).currency;

  const handlers = {
    login: shopHandler(session, loginSchema, ({ body: { customerId }, session: attached, track }) =>
      track('customer_login', {}, { customerId, eventId: `login:${attached?.id}:${customerId}` }),
    ),
    logout: shopHandler(session, logoutSchema, ({ session: attached, track }) =>
      track('customer_logout', {}, { eventId: `logout:${attached?.id}` }),
    ),
    orders: shopHandler(session, orderSchema, ({ body, session: attached, track }) =>
      track(
        'order_completed',
        { ...body, currency: currencyOf(attached?.site) },
        { eventId: `order:${body.orderId}` },
      ),
    ),
    refunds: shopHandler(session, refundSchema, ({ body, track }) =>
      track('order_refunded', body, { eventId: `refund:${body.orderId}:${body.refundId}` }),
    ),
  } as const;
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      `POST /api/local/shop/${name}`,
      onlyLocally(hosts, handler as unknown as HttpHandler),
    ]),
  );
};
