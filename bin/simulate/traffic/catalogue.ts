import type { SoldProduct } from '../play/wire.ts';
import type { Weighted } from '../random.ts';

/** A page of the shop. */
export interface Page {
  readonly path: string;
  readonly title: string;
}

/** What the shop sells; prices in the currency's minor unit, weights by how often it is looked at. */
export interface Product extends Page, Weighted {
  readonly id: string;
  readonly priceMinor: number;
}

export interface Category extends Page, Weighted {
  readonly products: readonly [Product, ...Product[]];
}

export type Catalogue = readonly [Category, ...Category[]];

/** Of two neighbours on a shelf the first one is looked at so much more often. */
const NEXT_IS_LIKED = 0.75;
const liked = (place: number): number => NEXT_IS_LIKED ** place;

const pageOf = ({ id, name, priceMinor }: SoldProduct, place: number): Product => ({
  id,
  path: `/products/${id}`,
  title: name,
  priceMinor,
  weight: liked(place),
});

/** The shop's shelves, from what it says that it sells; what stands first is looked at most. */
export const catalogueOf = (products: readonly [SoldProduct, ...SoldProduct[]]): Catalogue => {
  const shelves = Map.groupBy(products, ({ category }) => category);
  const categories = [...shelves].map(
    ([name, [first = products[0], ...others]], place): Category => ({
      path: `/category/${encodeURIComponent(name)}`,
      title: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      weight: liked(place),
      products: [pageOf(first, 0), ...others.map((product, index) => pageOf(product, index + 1))],
    }),
  );
  return categories as [Category, ...Category[]];
};

export const HOME: Page = { path: '/', title: 'Larkfield' };
export const CART: Page = { path: '/cart', title: 'Your cart' };
export const LOGIN: Page = { path: '/login', title: 'Log in' };
export const REGISTER: Page = { path: '/register', title: 'Your account' };
export const CHECKOUT: Page = { path: '/checkout', title: 'Checkout' };
export const THANKS: Page = { path: '/thank-you', title: 'Thank you' };
export const SEARCH: Page = { path: '/search', title: 'Search' };
export const ORDERS: Page = { path: '/orders', title: 'Your orders' };
/** Pages that people look at without wanting anything. */
export const READING: readonly [Page, ...Page[]] = [
  { path: '/journal/how-to-break-in-boots', title: 'How to break in boots' },
  { path: '/journal/what-size-am-i', title: 'What size am I?' },
  { path: '/journal/caring-for-wool', title: 'Caring for wool' },
  { path: '/about', title: 'About us' },
  { path: '/shipping', title: 'Shipping and returns' },
];
