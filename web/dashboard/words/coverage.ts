import { capitalised, plain } from './plain.ts';

interface ReasonWords {
  /** What happened. */
  readonly label: string;
  /** What the shop's staff can do about it, where we know. */
  readonly todo?: string;
}

const REASONS: { readonly [reason: string]: ReasonWords } = {
  no_identity: {
    label: 'The shop’s server did not say whose order it was',
    todo: 'Have it send the visitor’s session cookie with each order, or at least the customer’s id.',
  },
  cookie_invalid: {
    label: 'The session cookie sent with it is not genuine',
    todo: 'Have the server pass the cookie on exactly as the browser sent it, and from this shop, not from a test copy of it.',
  },
  cookie_expired: {
    label: 'Its visit was over for more than a week',
    todo: 'Have the server report an order when it is placed, not with a later batch.',
  },
  cookie_other_site: {
    label: 'The session cookie sent with it is of another site',
    todo: 'Check which site the server names when it reports this shop’s orders.',
  },
  session_unknown: {
    label: 'Its visit is not on record',
    todo: 'A few are normal: visits that were erased or are older than you keep them. If there are many, look at what was refused or set aside.',
  },
  customer_unknown: {
    label: 'The customer was not seen in the shop that day',
    todo: 'Orders by phone or at a till are like that. For others, have the server send the session cookie too.',
  },
  erased: {
    label: 'Its visitor was erased',
    todo: 'Nothing to do: the order is kept for the books, and what led from it to a visit is gone.',
  },
  cookieless: {
    label: 'The shop keeps no cookies',
    todo: 'Nothing to do: orders of a shop without cookies are counted, and joined to no visit, so that no visit is a person’s.',
  },
  not_tracked: {
    label: 'The visitor is not tracked',
    todo: 'Nothing to do: the browser asks not to be tracked, or the order came from a program. It counts as an order all the same.',
  },
};

/** Why an order is of no visit, and what to do about it. */
export const unjoinedReason = (reason: string): ReasonWords =>
  (Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined) ?? {
    label: capitalised(plain(reason)),
  };

/** By what orders were joined to their visits. */
export const JOINED_BY = {
  request: 'placed in the shop itself',
  cookie: 'reported with the session cookie',
  customer: 'found by the customer’s id',
} as const;
