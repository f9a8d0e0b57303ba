import * as v from 'valibot';

const MAX_ITEMS = 100;
const MAX_QUANTITY = 1_000_000;
/** Longer than any session cookie. */
const MAX_COOKIE_LENGTH = 2_048;

const ID = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
/** Checked by a program: JSON Schema's patterns have no classes of Unicode that all its readers know. */
const id = v.pipe(
  v.string('must be text'),
  v.check((text) => ID.test(text), 'must be 1 to 200 characters, none of them a control character'),
);
const wholeFrom = (min: number, max = Number.MAX_SAFE_INTEGER) => {
  const message =
    max === Number.MAX_SAFE_INTEGER
      ? `must be a whole number from ${min} on`
      : `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};
const money = (min: number) => v.pipe(wholeFrom(min), v.description('In minor units of the currency.'));
const currency = v.pipe(
  v.string('must be text'),
  v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as "EUR"'),
  v.description('The site’s.'),
);
const instant = v.pipe(
  v.union([v.number(), v.string()], 'must be an ISO 8601 time or epoch milliseconds'),
  v.transform((given) => (typeof given === 'number' ? given : Date.parse(given))),
  v.check((ms) => Number.isSafeInteger(ms) && ms > 0, 'must be an ISO 8601 time or epoch milliseconds'),
  v.description('ISO 8601 or epoch milliseconds, at most 7 days ago; now without it.'),
);
const site = v.optional(v.pipe(id, v.description('May be left out where there is one.')));

const worthOf = (items: readonly { readonly quantity: number; readonly priceMinor: number }[]): number =>
  items.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);

/** An order that the shop's own back end took. */
export const reportedOrderSchema = v.strictObject(
  {
    site,
    orderId: v.pipe(id, v.description('Told again, the order counts once.')),
    amountMinor: money(0),
    currency,
    placedAt: v.optional(instant),
    session: v.optional(
      v.pipe(
        v.string('must be text'),
        v.maxLength(MAX_COOKIE_LENGTH, `must be at most ${MAX_COOKIE_LENGTH} characters long`),
        v.description('The value of the cookie `session` of the request that ordered.'),
      ),
    ),
    customerId: v.optional(v.pipe(id, v.description('As the shop names its customer to Footfall.'))),
    items: v.optional(
      v.pipe(
        v.array(
          v.strictObject(
            {
              productId: id,
              quantity: wholeFrom(1, MAX_QUANTITY),
              priceMinor: money(0),
            },
            'must be an object',
          ),
          'must be a list',
        ),
        v.maxLength(MAX_ITEMS, `must hold at most ${MAX_ITEMS} items`),
        v.check(
          (items) => Number.isSafeInteger(worthOf(items)),
          `must come to at most ${Number.MAX_SAFE_INTEGER} minor units together`,
        ),
      ),
    ),
  },
  'must be an object',
);

/** Money that the shop's own back end gave back. */
export const reportedRefundSchema = v.strictObject(
  {
    site,
    refund: v.strictObject(
      {
        orderId: id,
        refundId: v.pipe(id, v.description('Told again, the refund counts once.')),
        amountMinor: money(1),
      },
      'must be an object',
    ),
  },
  'must be an object',
);

export type ReportedOrder = v.InferOutput<typeof reportedOrderSchema>;
export type ReportedRefund = v.InferOutput<typeof reportedRefundSchema>;

/** What is answered: whether the order is of a session, and by what or why not. */
export const conversionAnswerSchema = v.object({
  ok: v.literal(true),
  joined: v.boolean(),
  by: v.optional(v.picklist(['request', 'cookie', 'customer'])),
  reason: v.optional(v.string()),
});
export type ConversionAnswer = v.InferOutput<typeof conversionAnswerSchema>;
