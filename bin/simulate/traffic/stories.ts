import type { Visitor } from '../people/population.ts';
import type { PlacedOrder, Step } from '../play/Visit.ts';
import type { Random } from '../random.ts';
import type { Arrival } from './arrivals.ts';
import {
  type Catalogue,
  CHECKOUT,
  ORDERS,
  type Page,
  type Product,
  READING,
  SEARCH,
  THANKS,
} from './catalogue.ts';
import type { Shop } from './Shop.ts';
import { createShopper, type RefundKind, type Shopper } from './shopper.ts';
import { createVisitScript, type VisitScript } from './visitScript.ts';

/** How many do what, of those who come so far. Tuned by eye to a shop of which 2 to 4 of 100 visits buy. */
const ODDS = {
  bounce: 0.4,
  bounceAgain: 0.25,
  /** A page more, each time. */
  goesOn: 0.76,
  search: 0.08,
  wishlist: 0.05,
  add: 0.08,
  addAgain: 0.11,
  takesOneOut: 0.1,
  looksAtCart: 0.7,
  checkout: 0.5,
  order: 0.6,
  logsInAtOnce: 0.25,
  logsInToOrder: 0.9,
  registersToOrder: 0.7,
  logsOut: 0.06,
  /** Of those who come back for what they left in the cart. */
  ordersAfterAll: 0.75,
} as const;
const MAX_PAGES = 25;
const SEARCHES: readonly [string, ...string[]] = ['boots', 'red', 'wool', 'size 42', 'gift', 'waterproof'];

export interface Story {
  readonly steps: readonly Step[];
  readonly endMs: number;
  readonly order?: PlacedOrder;
  /** A customer went away without having ordered what is in the cart. */
  readonly leftCart: boolean;
}

interface Scene {
  readonly random: Random;
  readonly shop: Shop;
  readonly visitor: Visitor;
  readonly startMs: number;
}

const productOf = (catalogue: Catalogue, page: Page): Product | undefined =>
  catalogue.flatMap(({ products }) => products).find(({ path }) => path === page.path);

const nextPage = ({ random, shop }: Scene, script: VisitScript): Page => {
  if (random.chance(ODDS.search)) {
    script.view(SEARCH, [['search', { query: random.pick(SEARCHES) }]]);
    script.stays(8_000);
  }
  return random
    .weighted([
      { weight: 62, page: () => random.weighted(random.weighted(shop.catalogue).products) },
      { weight: 28, page: () => random.weighted(shop.catalogue) },
      { weight: 10, page: () => random.pick(READING) },
    ])
    .page();
};

/** The browser opens the shop's first page. */
const opens = (scene: Scene, { page, query, referrer }: Arrival) => {
  const script = createVisitScript({ ...scene, query, referrer, browser: scene.visitor.browser });
  script.view(page);
  return { script, shopper: createShopper(script, scene) };
};

const ends = (script: VisitScript, shopper: Shopper, order?: PlacedOrder): Story => ({
  ...script.leaves(),
  ...(order === undefined ? {} : { order }),
  leftCart: shopper.isLoggedIn && shopper.cart.lines.length > 0,
});

/** At the till, for those who log in: the order, or nothing. */
const checksOut = (script: VisitScript, { random }: Scene, shopper: Shopper, orderOdds: number) => {
  shopper.logsIn();
  script.view(CHECKOUT);
  shopper.opensCheckout();
  script.stays(60_000);
  if (!random.chance(orderOdds)) return undefined;
  const order = shopper.orders();
  script.view(THANKS);
  script.stays(12_000);
  if (random.chance(ODDS.logsOut)) shopper.logsOut();
  return order;
};

/** Somebody looks around, and may buy. */
export const shoppingStory = (scene: Scene & { readonly arrival: Arrival }): Story => {
  const { random, arrival, visitor, shop } = scene;
  const { person, again } = visitor;
  const { script, shopper } = opens(scene, arrival);
  const bounces = random.chance((again ? ODDS.bounceAgain : ODDS.bounce) / Math.max(arrival.interest, 0.6));
  if (bounces) {
    // Gone before the page had asked for more.
    script.stays(5_000);
    return ends(script, shopper);
  }
  shopper.settlesIn();
  const landed = productOf(shop.catalogue, arrival.page);
  if (landed) shopper.looksAt(landed);
  script.stays(18_000);
  if (person.account !== undefined && random.chance(ODDS.logsInAtOnce)) shopper.logsIn();
  const addOdds = (again ? ODDS.addAgain : ODDS.add) * arrival.interest;
  if (landed && random.chance(addOdds)) shopper.adds(landed, 1);
  for (let pages = 1; pages < MAX_PAGES && random.chance(ODDS.goesOn); pages++) {
    const page = nextPage(scene, script);
    const product = productOf(shop.catalogue, page);
    script.view(page);
    if (product) shopper.looksAt(product);
    script.stays(product ? 28_000 : 16_000);
    if (product && random.chance(ODDS.wishlist)) script.happens('wishlist_add', { productId: product.id });
    if (product && random.chance(addOdds)) shopper.adds(product, random.chance(0.15) ? 2 : 1);
  }
  if (shopper.cart.lines.length === 0 || !random.chance(ODDS.looksAtCart)) return ends(script, shopper);

  shopper.opensCart();
  if (random.chance(ODDS.takesOneOut)) shopper.takesOneOut();
  const goesOn =
    shopper.cart.lines.length > 0 &&
    random.chance(ODDS.checkout) &&
    (shopper.isLoggedIn ||
      random.chance(person.account === undefined ? ODDS.registersToOrder : ODDS.logsInToOrder));
  return ends(script, shopper, goesOn ? checksOut(script, scene, shopper, ODDS.order) : undefined);
};

/** A customer comes back for what was left in the cart, here or on another device. */
export const payingStory = (scene: Scene & { readonly arrival: Arrival }): Story => {
  const { script, shopper } = opens(scene, scene.arrival);
  shopper.settlesIn();
  script.stays(8_000);
  shopper.logsIn();
  shopper.opensCart();
  return ends(script, shopper, checksOut(script, scene, shopper, ODDS.ordersAfterAll));
};

/** A customer sends an order back, or a part of it. */
export const returningStory = (
  scene: Scene & { readonly order: PlacedOrder; readonly kind: RefundKind },
): Story => {
  const { script, shopper } = opens(scene, { page: ORDERS, query: '', referrer: '', interest: 1 });
  shopper.settlesIn();
  script.stays(6_000);
  shopper.logsIn();
  script.view(ORDERS);
  script.stays(40_000);
  shopper.refunds(scene.order, scene.kind);
  script.stays(5_000);
  return ends(script, shopper);
};
