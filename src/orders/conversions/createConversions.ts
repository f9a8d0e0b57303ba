import { ApiFault, badRequest, type FaultDetails } from '../../analytics/http/ApiFault.ts';
import { siteOf } from '../../analytics/http/siteOf.ts';
import type { CustomerId } from '../../domain/ids.ts';
import type { ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { Site } from '../../domain/site.ts';
import type { Orders, Refunded, Reported } from '../Orders.ts';
import type { ConversionAnswer, ReportedOrder, ReportedRefund } from './conversionSchemas.ts';
import { type JoinDependencies, joinConversion } from './joinConversion.ts';
import type { Conversion } from './readConversion.ts';

export interface ConversionDependencies extends JoinDependencies {
  readonly sites: readonly [Site, ...Site[]];
  readonly orders: Pick<Orders, 'report' | 'refund'>;
}

/** An order's day that is older may be sealed, and its session forgotten. */
const MAX_AGE_MS = 7 * 24 * 60 * 60_000;
/** The shop's clock may be ahead of ours. */
const MAX_AHEAD_MS = 5 * 60_000;

type Refusal = Extract<Reported | Refunded, { readonly ok: false }>['reason'];

const REFUSALS: { readonly [Reason in Refusal]: Omit<FaultDetails, 'code'> } = {
  order_differs: {
    status: 409,
    message: 'Another order has this id: of another amount or currency, or of our own storefront.',
    field: 'orderId',
  },
  wrong_currency: { status: 422, message: 'The currency is not the site’s.', field: 'currency' },
  unknown_order: { status: 404, message: 'No such order was told.', field: 'refund.orderId' },
  refund_too_large: {
    status: 422,
    message: 'More is given back than is left of the order.',
    field: 'refund.amountMinor',
  },
  refund_differs: {
    status: 409,
    message: 'Another refund of this order has this id.',
    field: 'refund.refundId',
  },
};

const answerOf = ({ join }: ShopOrder): ConversionAnswer =>
  join.joined ? { ok: true, joined: true, by: join.by } : { ok: true, joined: false, reason: join.reason };

const standing = (done: Reported | Refunded): ShopOrder => {
  if (done.ok) return done.order;
  throw new ApiFault({ code: done.reason, ...REFUSALS[done.reason] });
};

const placedAtOf = ({ placedAt }: ReportedOrder, nowMs: number): number => {
  if (placedAt === undefined) return nowMs;
  if (placedAt < nowMs - MAX_AGE_MS) throw badRequest('placedAt', 'placedAt is more than 7 days ago.');
  if (placedAt > nowMs + MAX_AHEAD_MS) throw badRequest('placedAt', 'placedAt is in the future.');
  return Math.min(placedAt, nowMs);
};

/**
 * Orders and refunds of a shop that has a back end of its own: the same effects as an order of our storefront, but for the stock.
 * Told again, each counts once; an order stays joined, or not, as it was when it was first told.
 * @throws ApiFault, RecordUnavailable
 */
export const createConversions = ({ sites, orders, ...joining }: ConversionDependencies) => {
  const join = joinConversion(joining);

  const report = async (told: ReportedOrder, nowMs: number): Promise<ShopOrder> => {
    const site = siteOf(sites, told.site);
    const placedAt = placedAtOf(told, nowMs);
    const customer = told.customerId as CustomerId | undefined;
    const joined = await join({ site: site.id, cookie: told.session, customer, placedAt }, nowMs);
    const { orderId, amountMinor, currency, items = [] } = told;
    const reported = await orders.report({
      site,
      orderId,
      amountMinor,
      currency,
      placedAt,
      ...(customer === undefined ? {} : { customer }),
      items,
      join: joined,
    });
    return standing(reported);
  };

  const refund = async ({ site, refund: told }: ReportedRefund): Promise<ShopOrder> =>
    standing(await orders.refund({ site: siteOf(sites, site), ...told, items: [] }));

  return async (conversion: Conversion, nowMs: number): Promise<ConversionAnswer> =>
    answerOf(
      conversion.kind === 'order' ? await report(conversion.order, nowMs) : await refund(conversion.refund),
    );
};
