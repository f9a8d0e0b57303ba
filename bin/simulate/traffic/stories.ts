import type { Visitor } from '../people/population.ts';
import type { Step } from '../play/Visit.ts';
import type { Item, Shop } from '../play/wire.ts';
import type { Random } from '../random.ts';
import type { Arrival } from './arrivals.ts';
import {
  ACCOUNT,
  CART,
  CATEGORIES,
  CHECKOUT,
  ORDERS,
  type Page,
  type Product,
  READING,
  RETURNS,
  SEARCH,
  THANKS,
} from './catalogue.ts';
import { createVisitScript, type VisitScript } from './visitScript.ts';

/** How many do what, of those who come so far. Tuned by eye to a shop of which 2 to 4 of 100 visits buy. */
const ODDS = {
  bounce: 0.4,
  bounceAgain: 0.25,
  /** A page more, each time. */
  goesOn: 0.76,
  search: 0.08,
  wishlist: 0.05,
  add: 0.1,
  addAgain: 0.15,
  remove: 0.1,
  looksAtCart: 0.8,
  checkout: 0.55,
  order: 0.55,
  logsInAtOnce: 0.15,
  logsInToOrder: 0.65,
  registersToOrder: 0.3,
  logsOut: 0.06,
} as const;
const MAX_PAGES = 25;
const SEARCHES: readonly [string, ...string[]] = ['boots', 'red', 'wool', 'size 42', 'gift', 'waterproof'];

export interface PlacedOrder {
  readonly orderId: string;
  readonly amountMinor: number;
}

export interface Story {
  readonly steps: readonly Step[];
  readonly endMs: number;
  readonly order?: PlacedOrder;
}

interface Scene {
  readonly random: Random;
  readonly shop: Shop;
  readonly visitor: Visitor;
  readonly startMs: number;
}

const productView = ({ id, priceMinor }: Product) => ['product_view', { productId: id, priceMinor }] as const;

const productOf = (page: Page): Product | undefined =>
  CATEGORIES.flatMap(({ products }) => products).find(({ path }) => path === page.path);

const look = (script: VisitScript, page: Page): void => {
  const product = productOf(page);
  script.view(page, product ? [productView(product)] : []);
  script.stays(product ? 28_000 : 16_000);
};

/** A cart on which everything that the shop is told of it agrees. */
const createCart = (script: VisitScript) => {
  const items: Item[] = [];
  const cartValueMinor = (): number =>
    items.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);
  return {
    items,
    valueMinor: cartValueMinor,
    add: ({ id: productId, priceMinor }: Product, quantity: number): void => {
      const item = { productId, quantity, priceMinor };
      items.push(item);
      script.happens('add_to_cart', { ...item, cartValueMinor: cartValueMinor() });
      script.stays(9_000);
    },
    removeLast: (): void => {
      const item = items.pop();
      if (item) script.happens('remove_from_cart', { ...item, cartValueMinor: cartValueMinor() });
    },
  };
};

/** An account is logged in to once a visit. */
const createAccount = (script: VisitScript, { random, visitor: { person } }: Scene) => {
  let loggedIn = false;
  return {
    logsIn: (): void => {
      if (loggedIn) return;
      loggedIn = true;
      person.customerId ??= `c-${random.hex(8)}`;
      const { customerId } = person;
      const id = `login:${random.hex(8)}`;
      script.asksShop('/api/local/shop/login', { customerId }, { id, type: 'customer_login' });
      script.stays(4_000);
    },
    logsOut: (): void => {
      if (!loggedIn) return;
      const id = `logout:${random.hex(8)}`;
      script.asksShop('/api/local/shop/logout', {}, { id, type: 'customer_logout' });
    },
  };
};
type Account = ReturnType<typeof createAccount>;
type Cart = ReturnType<typeof createCart>;

const nextPage = (random: Random, script: VisitScript): Page => {
  if (random.chance(ODDS.search)) {
    script.view(SEARCH, [['search', { query: random.pick(SEARCHES) }]]);
    script.stays(8_000);
  }
  return random
    .weighted([
      { weight: 62, page: () => random.weighted(random.weighted(CATEGORIES).products) },
      { weight: 28, page: () => random.weighted(CATEGORIES) },
      { weight: 10, page: () => random.pick(READING) },
    ])
    .page();
};

/** At the till: the order, or nothing. */
const checksOut = (script: VisitScript, { random, visitor }: Scene, cart: Cart, account: Account) => {
  script.view(CHECKOUT, [['checkout_started', { cartValueMinor: cart.valueMinor() }]]);
  script.stays(35_000);
  const isCustomer = visitor.person.customerId !== undefined;
  if (random.chance(isCustomer ? ODDS.logsInToOrder : ODDS.registersToOrder)) account.logsIn();
  script.stays(30_000);
  if (!random.chance(ODDS.order)) return undefined;
  const orderId = `o-${random.hex(12)}`;
  const amountMinor = cart.valueMinor();
  script.asksShop(
    '/api/local/shop/orders',
    { orderId, amountMinor, items: cart.items },
    { id: `order:${orderId}`, type: 'order_completed', amountMinor },
  );
  script.view(THANKS);
  script.stays(12_000);
  if (random.chance(ODDS.logsOut)) account.logsOut();
  return { orderId, amountMinor };
};

/** Somebody looks around, and may buy. */
export const shoppingStory = (scene: Scene & { readonly arrival: Arrival }): Story => {
  const { random, arrival, visitor } = scene;
  const { browser, person, again } = visitor;
  const script = createVisitScript({ ...scene, ...arrival, browser });
  const bounces = random.chance((again ? ODDS.bounceAgain : ODDS.bounce) / Math.max(arrival.interest, 0.6));
  const landed = productOf(arrival.page);
  script.view(arrival.page, landed && !bounces ? [productView(landed)] : []);
  script.stays(bounces ? 5_000 : 18_000);
  if (bounces) return script.leaves();

  const account = createAccount(script, scene);
  if (person.customerId !== undefined && random.chance(ODDS.logsInAtOnce)) account.logsIn();
  const cart = createCart(script);
  const addOdds = (again ? ODDS.addAgain : ODDS.add) * arrival.interest;
  if (landed && random.chance(addOdds)) cart.add(landed, 1);
  for (let pages = 1; pages < MAX_PAGES && random.chance(ODDS.goesOn); pages++) {
    const page = nextPage(random, script);
    look(script, page);
    const product = productOf(page);
    if (product && random.chance(ODDS.wishlist)) script.happens('wishlist_add', { productId: product.id });
    if (product && random.chance(addOdds)) cart.add(product, random.chance(0.15) ? 2 : 1);
  }
  if (cart.items.length === 0 || !random.chance(ODDS.looksAtCart)) return script.leaves();

  script.view(CART);
  script.stays(20_000);
  if (random.chance(ODDS.remove)) cart.removeLast();
  const placed =
    cart.items.length > 0 && random.chance(ODDS.checkout)
      ? checksOut(script, scene, cart, account)
      : undefined;
  return { ...script.leaves(), ...(placed ? { order: placed } : {}) };
};

/** Somebody sends an order back, or a part of it. */
export const returningStory = (
  scene: Scene & { readonly order: PlacedOrder; readonly wholly: boolean },
): Story => {
  const { random, order, visitor, wholly } = scene;
  const script = createVisitScript({ ...scene, browser: visitor.browser, query: '', referrer: '' });
  const amountMinor = wholly ? order.amountMinor : Math.ceil(order.amountMinor / 2);
  const refundId = `r-${random.hex(10)}`;
  script.view(ACCOUNT);
  script.stays(6_000);
  if (visitor.person.customerId !== undefined) createAccount(script, scene).logsIn();
  script.view(ORDERS);
  script.stays(15_000);
  script.view(RETURNS);
  script.stays(40_000);
  script.asksShop(
    '/api/local/shop/refunds',
    { orderId: order.orderId, refundId, amountMinor },
    { id: `refund:${order.orderId}:${refundId}`, type: 'order_refunded', amountMinor },
  );
  script.stays(5_000);
  return script.leaves();
};
