import { Complaint } from '../../aggregate/Complaint.ts';
import type { Taken, Visit } from './Visit.ts';

/** An amount of which the shop and its visitor each have their own idea. */
interface Amount {
  readonly what: string;
  readonly told: unknown;
  readonly expected: number;
}

const amountIn = (answer: unknown, taken: Taken): Amount | undefined => {
  const { cart, order } = Object(answer);
  switch (taken.kind) {
    case 'cart':
      return { what: 'a cart’s value', told: Object(cart).totalMinor, expected: taken.totalMinor };
    case 'order': {
      const { amountMinor } = taken.order;
      return { what: 'an order’s amount', told: Object(order).amountMinor, expected: amountMinor };
    }
    case 'refund':
      return { what: 'what was given back', told: Object(order).refundedMinor, expected: taken.amountMinor };
    default:
      return undefined;
  }
};

/**
 * What a browser keeps of the shop's answer. The shop's amounts must be those that its visitor expects.
 * @param answer the JSON of the answer's body
 * @throws Complaint where they are not
 */
export const takeAnswer = (answer: unknown, taken: Taken, { tab }: Pick<Visit, 'tab'>): void => {
  const amount = amountIn(answer, taken);
  if (amount && amount.told !== amount.expected) {
    const { what, told, expected } = amount;
    throw new Complaint(`The shop says that ${what} is ${told}; its visitor makes it ${expected}.`);
  }
  const { accessToken, order } = Object(answer);
  if (taken.kind === 'login') tab.accessToken = accessToken;
  if (taken.kind === 'logout') delete tab.accessToken;
  if (taken.kind === 'order') taken.order.id = Object(order).id;
};
