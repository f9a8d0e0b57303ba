import { type Account, accountOf } from '../people/account.ts';
import type { Cart } from '../people/cart.ts';
import type { Visitor } from '../people/population.ts';
import type { PlacedOrder } from '../play/Visit.ts';
import type { Random } from '../random.ts';
import { CART, LOGIN, type Product, REGISTER } from './catalogue.ts';
import type { ShopRequest, VisitScript } from './visitScript.ts';

/** The page renews its access token, good for 15 minutes, in time. */
const TOKEN_RENEWED_AFTER_MS = 14 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A browser stays logged in for 30 days after its last token; a day less, so that none is on the brink. */
const STAYS_LOGGED_IN_MS = 29 * DAY_MS;
/** What was put into a cart so long ago is wanted no more; after 30 days the shop has forgotten it. */
const CART_IS_OLD_AFTER_MS = 28 * DAY_MS;
/** Nobody wants more of one thing. */
const MAX_PIECES = 5;

/** What comes back of an order: all of it, one piece, or some money for a flaw. */
export type RefundKind = 'whole' | 'piece' | 'money';

/** A visitor of the shop's storefront: what they ask of it, and what they know that it must answer. */
export interface Shopper {
  readonly isLoggedIn: boolean;
  /** The customer's where somebody is logged in, else the browser's. */
  readonly cart: Cart;
  looksAt(product: Product): void;
  adds(product: Product, quantity: number): void;
  /** One piece less, of what was put into the cart last. */
  takesOneOut(): void;
  opensCart(): void;
  /** Stays long enough for the page to find out whether this browser is still logged in. */
  settlesIn(): void;
  /** By the password; who has no account makes one. */
  logsIn(): void;
  logsOut(): void;
  opensCheckout(): void;
  orders(): PlacedOrder;
  refunds(order: PlacedOrder, kind: RefundKind): void;
}

export const createShopper = (
  script: VisitScript,
  { random, visitor: { person, browser } }: { readonly random: Random; readonly visitor: Visitor },
): Shopper => {
  /** Of the page's access token. */
  let tokenAtMs: number | undefined;
  const cart = (): Cart => (tokenAtMs === undefined ? browser.cart : person.cart);

  const getsToken = (request: Pick<ShopRequest, 'path' | 'body' | 'otherwise'>): void => {
    const tells = [{ type: 'customer_login' }];
    script.asksShop({ method: 'POST', tells, taken: { kind: 'login' }, ...request });
    tokenAtMs = script.nowMs();
    browser.loggedInUntilMs = tokenAtMs + STAYS_LOGGED_IN_MS;
  };
  const password = (account: Account) => ({ email: account.email, password: account.password });
  const renewsToken = (): void => {
    const { account } = person;
    const otherwise = account && { otherwise: { path: 'auth/login', body: password(account) } };
    getsToken({ path: () => 'auth/refresh', body: {}, ...otherwise });
  };

  const asks = (request: ShopRequest): void => {
    if (tokenAtMs !== undefined && script.nowMs() - tokenAtMs > TOKEN_RENEWED_AFTER_MS) renewsToken();
    script.asksShop(request);
  };
  const changes = (request: ShopRequest): void => {
    if (tokenAtMs === undefined) browser.cartChangedMs = script.nowMs();
    asks({ ...request, taken: cartHolds() });
  };
  const clearsOldCart = (): void => {
    if (script.nowMs() - browser.cartChangedMs < CART_IS_OLD_AFTER_MS) return;
    for (const { productId } of browser.cart.lines) {
      script.asksShop({ method: 'DELETE', path: () => `cart/items/${productId}` });
    }
    browser.cart.empty();
  };
  const cartHolds = () => ({ kind: 'cart', totalMinor: cart().valueMinor }) as const;

  return {
    get isLoggedIn() {
      return tokenAtMs !== undefined;
    },
    get cart() {
      return cart();
    },
    looksAt: ({ id }) =>
      asks({ method: 'GET', path: () => `products/${id}`, tells: [{ type: 'product_view' }] }),
    adds: ({ id: productId, priceMinor }, wanted) => {
      const quantity = Math.min(wanted, MAX_PIECES - cart().quantityOf(productId));
      if (quantity <= 0) return;
      cart().add({ productId, priceMinor, quantity });
      changes({
        method: 'POST',
        path: () => 'cart/items',
        body: { productId, quantity },
        tells: [{ type: 'add_to_cart' }],
      });
      script.stays(9_000);
    },
    takesOneOut: () => {
      const last = cart().lines.at(-1);
      if (last === undefined) return;
      const quantity = last.quantity - 1;
      cart().set(last.productId, quantity);
      changes({
        method: quantity > 0 ? 'PATCH' : 'DELETE',
        path: () => `cart/items/${last.productId}`,
        ...(quantity > 0 ? { body: { quantity } } : {}),
        tells: [{ type: 'remove_from_cart' }],
      });
      script.stays(5_000);
    },
    opensCart: () => {
      script.view(CART);
      asks({ method: 'GET', path: () => 'cart', taken: cartHolds() });
      script.stays(20_000);
    },
    settlesIn: () => {
      clearsOldCart();
      if (browser.loggedInUntilMs > script.nowMs()) renewsToken();
    },
    logsIn: () => {
      if (tokenAtMs !== undefined) return;
      const isNew = person.account === undefined;
      const account = person.account ?? accountOf(random);
      person.account = account;
      script.view(isNew ? REGISTER : LOGIN);
      script.stays(isNew ? 45_000 : 15_000);
      getsToken({
        path: () => (isNew ? 'auth/register' : 'auth/login'),
        body: { ...password(account), ...(isNew ? { name: account.name } : {}) },
      });
      person.cart.takeOver(browser.cart);
    },
    logsOut: () => {
      asks({
        method: 'POST',
        path: () => 'auth/logout',
        body: {},
        tells: [{ type: 'customer_logout' }],
        taken: { kind: 'logout' },
      });
      tokenAtMs = undefined;
      browser.loggedInUntilMs = Number.NEGATIVE_INFINITY;
    },
    opensCheckout: () =>
      asks({
        method: 'POST',
        path: () => 'checkout',
        body: {},
        tells: [{ type: 'checkout_started' }],
        taken: cartHolds(),
      }),
    orders: () => {
      const { lines, valueMinor: amountMinor } = cart();
      const order: PlacedOrder = { lines, amountMinor };
      asks({
        method: 'POST',
        path: () => 'orders',
        body: {},
        idempotencyKey: random.hex(32),
        tells: [{ type: 'order_completed', amountMinor }],
        taken: { kind: 'order', order },
      });
      cart().empty();
      return order;
    },
    refunds: (order, kind) => {
      const [{ productId, priceMinor } = { productId: '', priceMinor: 0 }] = order.lines;
      const { body, amountMinor } = {
        whole: { body: {}, amountMinor: order.amountMinor },
        piece: { body: { items: [{ productId, quantity: 1 }] }, amountMinor: priceMinor },
        money: {
          body: { amountMinor: Math.ceil(order.amountMinor / 5) },
          amountMinor: Math.ceil(order.amountMinor / 5),
        },
      }[kind];
      asks({
        method: 'POST',
        path: () => `orders/${order.id}/refund`,
        body,
        idempotencyKey: random.hex(32),
        tells: [{ type: 'order_refunded', amountMinor }],
        taken: { kind: 'refund', order, amountMinor },
      });
    },
  };
};
