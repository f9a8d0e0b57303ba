import middy from '@middy/core';
import type { CustomerId } from '../../src/domain/ids.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, type HttpRequest, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { sessionMiddleware, type WithSession } from '../../src/middleware/sessionMiddleware.ts';
import type { Orders } from '../../src/orders/Orders.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { PRICE_MINOR, SITE } from './shop.ts';

/** What the shop's pages ask their server. */
export interface Wish {
  readonly do: 'look' | 'login' | 'logout' | 'order' | 'refund';
  readonly customer?: string;
  readonly orderId?: string;
  readonly product?: string;
  readonly quantity?: number;
  readonly refundId?: string;
}

/** What the shop's server answers: the session as its handler sees it, and what became of the wish. */
export interface ShopAnswer {
  readonly session?: { readonly customerId?: string; readonly type: string };
  readonly outcome: string;
}

const BEARER = 'Bearer ';

/** Under what the shop's tokens are: the simulation signs none, and nobody in it forges any. */
export const tokenOf = (customer: string): string => `${BEARER}${customer}`;

type ShopEvent = HttpEvent & Partial<WithSession>;

/** A shop's own server behind the session middleware: logins, logouts, orders. */
export const createShopServer = (session: SessionDependencies, orders: Orders) => {
  const customerOf = (request: HttpRequest): CustomerId | undefined => {
    const token = request.header('authorization');
    return token?.startsWith(BEARER) ? (token.slice(BEARER.length) as CustomerId) : undefined;
  };

  /** As the storefront has it: never another customer's, whose tab may be open in the same browser. */
  const orderSession = ({ session: seen }: ShopEvent, customer: CustomerId) => {
    if (seen === undefined || (seen.customerId !== undefined && seen.customerId !== customer))
      return undefined;
    const { id, browser, visitor, startedAt } = seen;
    return { id, browser, visitor, startedAt };
  };

  const order = async (event: ShopEvent, customer: CustomerId, wish: Wish): Promise<string> => {
    const { orderId = '', product = '', quantity = 1 } = wish;
    const placed = await orders.place({
      site: SITE,
      orderId,
      customer,
      idempotencyKey: orderId,
      items: [{ productId: product, quantity, priceMinor: PRICE_MINOR }],
      session: orderSession(event, customer),
    });
    return placed.ok ? 'placed' : placed.reason;
  };

  const refund = async ({ orderId = '', refundId = '', product = '' }: Wish): Promise<string> => {
    const refunded = await orders.refund({
      site: SITE,
      orderId,
      refundId,
      amountMinor: PRICE_MINOR,
      items: [{ productId: product, quantity: 1 }],
    });
    return refunded.ok ? 'refunded' : refunded.reason;
  };

  const fulfil = async (event: ShopEvent, wish: Wish): Promise<string> => {
    const customer = customerOf(readHttpRequest(event, undefined));
    switch (wish.do) {
      case 'look':
        return 'seen';
      case 'login':
        await event.login?.(wish.customer ?? '');
        return 'logged in';
      case 'logout':
        await event.logout?.();
        return 'logged out';
      case 'order':
        return customer === undefined ? 'nobody' : order(event, customer, wish);
      case 'refund':
        return refund(wish);
    }
  };

  return middy(async (event: ShopEvent): Promise<HttpAnswer> => {
    const wish: Wish = JSON.parse(event.body ?? '{"do":"look"}');
    const answer = async (): Promise<HttpAnswer> => {
      const outcome = await fulfil(event, wish);
      const told: ShopAnswer = {
        outcome,
        ...(event.session === undefined ? {} : { session: event.session }),
      };
      return { statusCode: 200, body: JSON.stringify(told) };
    };
    return answer().catch((error: unknown) => {
      if (error instanceof RecordUnavailable) return { statusCode: 503 };
      throw error;
    });
  }).use(sessionMiddleware(session, { customerOf: async (request) => customerOf(request) }));
};
