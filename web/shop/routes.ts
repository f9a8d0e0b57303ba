/** Where the shop's files are: its pictures, scripts and styles. Its pages are at the root. */
export const SHOP_FILES = '/shop/';

/** The shop's pages, as React Router names paths. */
export const ROUTES = {
  home: '/',
  category: '/category/:name',
  product: '/products/:id',
  cart: '/cart',
  login: '/login',
  register: '/register',
  checkout: '/checkout',
  thankYou: '/thank-you/:orderId',
  orders: '/orders',
  order: '/orders/:id',
} as const;
