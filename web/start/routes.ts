/** The routes of the page's little shop: the server answers each with the same page, and the page shows what belongs there. */
export const ROUTES = {
  '/live': 'Shoes and hats',
  '/live/shoes': 'Shoes',
  '/live/shoes/red': 'Red runners',
  '/live/hats': 'Hats',
  '/live/checkout': 'Checkout',
} as const;

export type RoutePath = keyof typeof ROUTES;

export const isRoute = (path: string): path is RoutePath => Object.hasOwn(ROUTES, path);
