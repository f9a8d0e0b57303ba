import type { Carts } from '../wire.ts';

interface CartWords {
  readonly label: string;
  readonly explained: string;
  readonly group: 'paid' | 'open' | 'lost';
}

/** What may become of a cart, in the order in which it is drawn: each cart is one of these. */
export const CARTS: { readonly [name in keyof Carts]: CartWords } = {
  paidInSession: {
    label: 'Paid in the same visit',
    explained: 'Begun and ordered without leaving.',
    group: 'paid',
  },
  paidLaterSameDevice: {
    label: 'Paid later, same device',
    explained: 'Left, and ordered in another visit within a week.',
    group: 'paid',
  },
  paidOnOtherDevice: {
    label: 'Paid on another device',
    explained: 'Begun on one kind of device and ordered on another within a week.',
    group: 'paid',
  },
  stillOpen: {
    label: 'Still open',
    explained: 'Left less than a day ago: some of these people will be back.',
    group: 'open',
  },
  abandoned: {
    label: 'Abandoned',
    explained: 'Left over a day ago, and not ordered.',
    group: 'lost',
  },
};
export const CART_ENDS = Object.keys(CARTS) as readonly (keyof Carts)[];
