import type { SessionId } from '../ids.ts';
import { SESSION_IDLE_MS } from '../sessions/session.ts';
import { type DeviceUse, isOtherDevice } from './deviceUse.ts';

const HOUR_MS = 60 * 60_000;
/** A cart that nothing was put into for so long is another one, and what is paid later than so long after its begin is not this one. */
export const CART_KEPT_MS = 7 * 24 * HOUR_MS;
/** A cart whose last session ended so long ago is abandoned until it is paid after all. */
export const CART_ABANDONED_AFTER_MS = 24 * HOUR_MS;
/** A cart that its person left for longer than that, as long as a visit may rest, and came back to pay was recovered. */
export const CART_LEFT_AFTER_MS = SESSION_IDLE_MS;

/** A session in which something was put into the cart, or ordered. Times are epoch milliseconds. */
export interface BuyingVisit extends DeviceUse {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly addedToCart: boolean;
  /** When its orders were placed. */
  readonly orderedAt: readonly number[];
}

/** What a person gathered over all devices until it was paid or left. */
export interface Cart {
  /** The session in which it was begun; a cart's time counts from that session's start. */
  readonly begun: BuyingVisit;
  /** When the last session that put something into it was last seen. */
  readonly lastSeenAt: number;
  /** The order that paid it. */
  readonly payment?: { readonly visit: BuyingVisit; readonly at: number };
}

/** What became of a cart: each is one of these. */
export type CartOutcome =
  | 'paid_in_session'
  | 'paid_later_same_device'
  | 'paid_on_other_device'
  | 'still_open'
  | 'abandoned';

interface Step {
  readonly at: number;
  readonly ordered: boolean;
  readonly visit: BuyingVisit;
}

const byTime = (a: Step, b: Step): number => {
  if (a.at !== b.at) return a.at - b.at;
  if (a.ordered !== b.ordered) return a.ordered ? 1 : -1;
  return a.visit.id < b.visit.id ? -1 : Number(a.visit.id > b.visit.id);
};

/** An order is never before its session, whatever the shop's back end says of it. */
const stepsOf = (visit: BuyingVisit): Step[] => [
  ...(visit.addedToCart ? [{ at: visit.startedAt, ordered: false, visit }] : []),
  ...visit.orderedAt.map((at) => ({ at: Math.max(at, visit.startedAt), ordered: true, visit })),
];

/**
 * One person's carts in the order of their begins. There is one at a time, whatever the device: it begins with the first session that
 * puts something in, takes in later such sessions, and ends with the person's next order, or when nothing was put in for
 * {@link CART_KEPT_MS}. An order that comes later than so long after the begin ends it unpaid.
 *
 * What is begun in a range is the same whatever else is known, where all visits are given that started from
 * {@link CART_KEPT_MS} and a session's greatest age before it to {@link CART_KEPT_MS} after it.
 * @param visits in any order
 */
export const cartsOf = (visits: readonly BuyingVisit[]): Cart[] => {
  const carts: Cart[] = [];
  let open: { readonly begun: BuyingVisit; touchedAt: number; lastSeenAt: number } | undefined;
  const end = (payment?: Cart['payment']): void => {
    if (open === undefined) return;
    const { begun, lastSeenAt } = open;
    carts.push({ begun, lastSeenAt, ...(payment === undefined ? {} : { payment }) });
    open = undefined;
  };
  for (const { at, ordered, visit } of visits.flatMap(stepsOf).sort(byTime)) {
    if (open !== undefined && at - open.touchedAt > CART_KEPT_MS) end();
    if (ordered) {
      const isInTime = open !== undefined && at - open.begun.startedAt <= CART_KEPT_MS;
      end(isInTime ? { visit, at } : undefined);
    } else {
      open ??= { begun: visit, touchedAt: at, lastSeenAt: visit.lastSeenAt };
      open.touchedAt = at;
      open.lastSeenAt = Math.max(open.lastSeenAt, visit.lastSeenAt);
    }
  }
  end();
  return carts;
};

/** @param nowMs when it is asked: what is not paid is abandoned some time after it was left */
export const outcomeOf = ({ begun, lastSeenAt, payment }: Cart, nowMs: number): CartOutcome => {
  if (payment === undefined) {
    return nowMs - lastSeenAt > CART_ABANDONED_AFTER_MS ? 'abandoned' : 'still_open';
  }
  if (payment.visit.id === begun.id) return 'paid_in_session';
  return isOtherDevice(begun, payment.visit) ? 'paid_on_other_device' : 'paid_later_same_device';
};

/** Whether a person left a cart, and came back to pay it in another session: it counts when that began, not when it paid. */
export const isRecovered = ({ begun, payment }: Cart): boolean =>
  payment !== undefined &&
  payment.visit.id !== begun.id &&
  payment.visit.startedAt - begun.lastSeenAt > CART_LEFT_AFTER_MS;
