/**
 * How long what was read of an order may be acted upon in the stock. A product forgets in time who is through with it: whoever
 * comes later than this reads first whether somebody else has finished the order meanwhile.
 */
const FRESH_MS = 1_000;

/** @returns whether it is still within {@link FRESH_MS} of now; asked by a clock that nobody sets */
export const freshNow = (): (() => boolean) => {
  const readAt = performance.now();
  return () => performance.now() - readAt < FRESH_MS;
};

/** Finishing an order took so long that another may have done it: whoever comes next reads it anew. */
export class OrderNotFresh extends Error {
  override readonly name = 'OrderNotFresh';
}
