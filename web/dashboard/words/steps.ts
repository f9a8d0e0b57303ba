import type { Step } from '../wire.ts';

/** The funnel's steps in their order. */
export const STEPS: { readonly [step in Step]: { readonly label: string; readonly lost: string } } = {
  sessions: { label: 'Visited the shop', lost: '' },
  product: { label: 'Saw a product', lost: 'left without seeing a product' },
  cart: { label: 'Put it in the cart', lost: 'saw a product and put nothing in the cart' },
  checkout: { label: 'Began the checkout', lost: 'left a cart behind' },
  order: { label: 'Ordered', lost: 'left in the checkout' },
};
export const STEP_NAMES = Object.keys(STEPS) as readonly Step[];
