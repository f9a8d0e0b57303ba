import { formatMoney } from '../../format/money.ts';
import type { IconName } from '../../ui/Icon.tsx';
import type { JourneyEvent } from '../../wire.ts';
import { eventName } from '../../words/events.ts';

/** An event as one would tell it. */
export interface Told {
  readonly icon: IconName;
  readonly tone: 'plain' | 'cart' | 'warn' | 'good' | 'bad';
  readonly title: string;
  readonly detail?: string | undefined;
}

type Properties = NonNullable<JourneyEvent['properties']>;
type Telling = (about: {
  readonly event: JourneyEvent;
  readonly text: (name: string) => string | undefined;
  readonly money: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
}) => Told;

const joined = (...parts: readonly (string | undefined | false)[]): string | undefined =>
  parts.filter((part) => part).join(' · ') || undefined;

const timesProduct = (quantity: number | undefined, product: string | undefined): string =>
  `${quantity !== undefined && quantity > 1 ? `${quantity} × ` : ''}${product ?? 'something'}`;

const MAX_TOLD_ITEMS = 5;

/** An order's items, where they are told: "2 × wool-socks, straw-hat". */
const itemsOf = (items: unknown): string | undefined => {
  if (!Array.isArray(items)) return undefined;
  const told = items.slice(0, MAX_TOLD_ITEMS).map((item: unknown) => {
    const { productId, quantity } = Object(item) as { readonly [name: string]: unknown };
    return timesProduct(
      typeof quantity === 'number' ? quantity : undefined,
      typeof productId === 'string' ? productId : undefined,
    );
  });
  const more = items.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ') || undefined;
};

/** How each known event is told. Adding one means one entry here. */
const TELLINGS: { readonly [type: string]: Telling } = {
  page_view: ({ event }) => ({
    icon: 'page',
    tone: 'plain',
    title: `Looked at ${event.title ?? event.path ?? 'a page'}`,
    detail: event.title === null ? undefined : (event.path ?? undefined),
  }),
  product_view: ({ text, money }) => ({
    icon: 'tag',
    tone: 'plain',
    title: `Looked at ${text('productId') ?? 'a product'}`,
    detail: money('priceMinor'),
  }),
  add_to_cart: ({ text, money, number }) => ({
    icon: 'cart',
    tone: 'cart',
    title: `Put ${timesProduct(number('quantity'), text('productId'))} into the cart`,
    detail: joined(money('priceMinor'), money('cartValueMinor') && `cart worth ${money('cartValueMinor')}`),
  }),
  remove_from_cart: ({ text, money, number }) => ({
    icon: 'cart',
    tone: 'cart',
    title: `Took ${timesProduct(number('quantity'), text('productId'))} out of the cart`,
    detail: money('cartValueMinor') && `cart worth ${money('cartValueMinor')}`,
  }),
  checkout_started: ({ money }) => ({
    icon: 'cart',
    tone: 'cart',
    title: 'Began the checkout',
    detail: money('cartValueMinor') && `cart worth ${money('cartValueMinor')}`,
  }),
  order_completed: ({ event, text, money }) => ({
    icon: 'order',
    tone: 'good',
    title: `Ordered${money('amountMinor') ? ` for ${money('amountMinor')}` : ''}`,
    detail: joined(itemsOf(event.properties?.items), text('orderId') && `order ${text('orderId')}`),
  }),
  order_refunded: ({ text, money }) => ({
    icon: 'refund',
    tone: 'bad',
    title: `Got ${money('amountMinor') ?? 'money'} back`,
    detail: text('orderId') && `order ${text('orderId')}`,
  }),
  customer_login: () => ({ icon: 'person', tone: 'plain', title: 'Logged in' }),
  customer_logout: () => ({ icon: 'person', tone: 'plain', title: 'Logged out' }),
};

const MAX_TOLD_PROPERTIES = 4;

const listed = (properties: Properties): string | undefined =>
  joined(
    ...Object.entries(properties)
      .slice(0, MAX_TOLD_PROPERTIES)
      .map(
        ([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      ),
  );

/**
 * Tells an event in words: a known one as a sentence, a shop's own by its name and properties.
 * @param currency of the site, in whose minor units prices are
 */
export const describeEvent = (event: JourneyEvent, currency: string): Told => {
  const properties = event.properties ?? {};
  const telling = Object.hasOwn(TELLINGS, event.type) ? TELLINGS[event.type] : undefined;
  if (!telling) {
    return {
      icon: 'spark',
      tone: 'plain',
      title: eventName(event.type),
      detail: joined(listed(properties), event.path ?? undefined),
    };
  }
  const number = (name: string): number | undefined => {
    const value = properties[name];
    return typeof value === 'number' ? value : undefined;
  };
  return telling({
    event,
    number,
    text: (name) => {
      const value = properties[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    },
    money: (name) => {
      const value = number(name);
      return value === undefined ? undefined : formatMoney(value, currency);
    },
  });
};
