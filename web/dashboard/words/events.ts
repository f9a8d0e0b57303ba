import { wordOf } from './wordOf.ts';

const EVENTS: { readonly [type: string]: string } = {
  page_view: 'Page viewed',
  page_leave: 'Page left',
  product_view: 'Product seen',
  add_to_cart: 'Put in the cart',
  remove_from_cart: 'Taken out of the cart',
  checkout_started: 'Checkout begun',
  session_started: 'Visit begun',
  session_touched: 'Still there',
  customer_login: 'Logged in',
  customer_logout: 'Logged out',
  order_completed: 'Ordered',
  order_refunded: 'Refunded',
  bot_signs: 'Looked like a bot',
  bot_overruled: 'You said who it was',
  bot_relabelled: 'Judged by other rules',
};

/** What an event is called: a shop's own by its own name. */
export const eventName = (type: string): string => wordOf(EVENTS, type) ?? type;
