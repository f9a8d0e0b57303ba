/** The demo shop's routes: the server answers each with the same page, and the page shows what belongs there. */
export const ROUTES = {
  '/': 'Shoes and hats',
  '/shoes': 'Shoes',
  '/shoes/red': 'Red runners',
  '/hats': 'Hats',
  '/checkout': 'Checkout',
} as const;

export type RoutePath = keyof typeof ROUTES;

export const isRoute = (path: string): path is RoutePath => Object.hasOwn(ROUTES, path);
