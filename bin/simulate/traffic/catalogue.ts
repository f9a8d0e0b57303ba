import type { Weighted } from '../random.ts';

/** A page of the shop. */
export interface Page {
  readonly path: string;
  readonly title: string;
}

/** What the simulated shop sells; prices in the currency's minor unit, weights by how often it is looked at. */
export interface Product extends Page, Weighted {
  readonly id: string;
  readonly priceMinor: number;
}

export interface Category extends Page, Weighted {
  readonly products: readonly [Product, ...Product[]];
}

const category = (
  path: string,
  title: string,
  weight: number,
  goods: readonly [Goods, ...Goods[]],
): Category => {
  const [first, ...others] = goods.map(([id, name, priceMinor, liked]) => ({
    id,
    path: `${path}/${id}`,
    title: name,
    priceMinor,
    weight: liked,
  }));
  if (first === undefined) throw new Error(`${path} sells nothing`);
  return { path, title, weight, products: [first, ...others] };
};
type Goods = readonly [id: string, name: string, priceMinor: number, weight: number];

export const CATEGORIES: readonly [Category, ...Category[]] = [
  category('/shoes', 'Shoes', 50, [
    ['red-runners', 'Red runners', 8_900, 30],
    ['moss-boots', 'Moss boots', 14_900, 22],
    ['canvas-lows', 'Canvas lows', 5_900, 18],
    ['trail-mids', 'Trail mids', 16_900, 11],
    ['slate-loafers', 'Slate loafers', 11_900, 9],
    ['rain-clogs', 'Rain clogs', 4_900, 6],
    ['night-runners', 'Night runners', 9_900, 4],
  ]),
  category('/hats', 'Hats', 22, [
    ['straw-hat', 'Straw hat', 3_900, 24],
    ['night-fedora', 'Night fedora', 5_900, 16],
    ['wool-beanie', 'Wool beanie', 2_900, 20],
    ['field-cap', 'Field cap', 3_400, 10],
  ]),
  category('/bags', 'Bags', 18, [
    ['day-pack', 'Day pack', 7_900, 20],
    ['market-tote', 'Market tote', 2_400, 16],
    ['weekender', 'Weekender', 18_900, 7],
    ['belt-bag', 'Belt bag', 4_400, 9],
  ]),
  category('/socks', 'Socks', 10, [
    ['merino-crew', 'Merino crew socks', 1_600, 18],
    ['running-ankle', 'Running ankle socks', 1_200, 12],
    ['striped-knee', 'Striped knee socks', 1_900, 6],
  ]),
];

export const HOME: Page = { path: '/', title: 'Shoes and hats' };
export const CART: Page = { path: '/cart', title: 'Your cart' };
export const CHECKOUT: Page = { path: '/checkout', title: 'Checkout' };
export const THANKS: Page = { path: '/checkout/thanks', title: 'Thank you' };
export const SEARCH: Page = { path: '/search', title: 'Search' };
export const ACCOUNT: Page = { path: '/account', title: 'Your account' };
export const ORDERS: Page = { path: '/account/orders', title: 'Your orders' };
export const RETURNS: Page = { path: '/account/returns', title: 'Send something back' };
/** Pages that people look at without wanting anything. */
export const READING: readonly [Page, ...Page[]] = [
  { path: '/journal/how-to-break-in-boots', title: 'How to break in boots' },
  { path: '/journal/what-size-am-i', title: 'What size am I?' },
  { path: '/journal/caring-for-wool', title: 'Caring for wool' },
  { path: '/about', title: 'About us' },
  { path: '/shipping', title: 'Shipping and returns' },
];
