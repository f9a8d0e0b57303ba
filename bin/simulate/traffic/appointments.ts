import type { Person, Visitor } from '../people/population.ts';
import type { PlacedOrder } from '../play/Visit.ts';
import type { Random } from '../random.ts';
import type { RefundKind } from './shopper.ts';
import type { Story } from './stories.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Orders of which something comes back. */
const REFUNDED = 0.08;
const REFUND_AFTER_DAYS = [2, 12] as const;
const REFUND_KINDS: readonly [
  { readonly weight: number; readonly kind: RefundKind },
  ...{ readonly weight: number; readonly kind: RefundKind }[],
] = [
  { weight: 55, kind: 'whole' },
  { weight: 30, kind: 'piece' },
  { weight: 15, kind: 'money' },
];
/** Customers who come back for the cart that they left, and how many of these on another device. */
const COMES_BACK_FOR_CART = 0.45;
const ON_OTHER_DEVICE = 0.55;
/** Most by the evening, few after days. */
const CART_AFTER_MS = 7 * HOUR_MS;
const CART_WITHIN_MS = 6 * DAY_MS;

/** Why somebody will be back, and from when on. */
export type Appointment = { readonly dueMs: number } & (
  | {
      readonly reason: 'refund';
      readonly visitor: Visitor;
      readonly order: PlacedOrder;
      readonly kind: RefundKind;
    }
  | { readonly reason: 'cart'; readonly visitor: Visitor; readonly elsewhere: boolean }
);

/** What follows from a visit. */
export const appointmentsAfter = (random: Random, visitor: Visitor, story: Story): Appointment[] => {
  const { order, endMs } = story;
  const after: Appointment[] = [];
  if (order && random.chance(REFUNDED)) {
    const dueMs = endMs + random.int(...REFUND_AFTER_DAYS) * DAY_MS + random.int(0, DAY_MS / 4);
    after.push({ reason: 'refund', dueMs, visitor, order, kind: random.weighted(REFUND_KINDS).kind });
  }
  if (story.leftCart && random.chance(COMES_BACK_FOR_CART)) {
    const laterMs = Math.min(HOUR_MS + random.logNormal(CART_AFTER_MS, 1), CART_WITHIN_MS);
    const elsewhere = random.chance(ON_OTHER_DEVICE);
    after.push({ reason: 'cart', dueMs: endMs + Math.round(laterMs), visitor, elsewhere });
  }
  return after;
};

/** Whether there is still a reason: nobody comes for a cart that was ordered meanwhile, nor while shopping. */
export const isStillDue = ({ reason, visitor: { person } }: Appointment, nowMs: number): boolean =>
  person.freeFromMs <= nowMs && (reason === 'refund' || hasCart(person));

const hasCart = ({ cart }: Person): boolean => cart.lines.length > 0;
