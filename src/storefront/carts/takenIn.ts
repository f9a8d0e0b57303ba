import type { Cart, CartItem, MergedCart } from '../../ports/Carts.ts';
import { itemsBeyond, MAX_QUANTITY, mergedItems } from './cartArithmetic.ts';

/** Browsers' carts that a customer's cart remembers: those who come again come soon. */
export const MAX_MERGED = 20;

/** What a customer's cart becomes by a browser's. */
export interface TakenIn {
  readonly items: readonly CartItem[];
  readonly merged: readonly MergedCart[];
}

/**
 * A browser's cart taken into its customer's, with a note of it in the same cart: so a login that was killed, or whose answer was
 * lost, takes nothing in twice. Of a cart that came in before, only what was put into it since is added.
 * @returns `undefined` where all of it is in already
 */
export const takenIn = (
  own: Pick<Cart, 'items' | 'merged'> | undefined,
  { id, version, items }: Cart,
  stockOf: (productId: string) => number,
): TakenIn | undefined => {
  const notes = own?.merged ?? [];
  const before = notes.find((note) => note.id === id);
  if (before !== undefined && before.version >= version) return undefined;
  const came = before?.items ?? [];
  const added = itemsBeyond(items, came);
  const note: MergedCart = { id, version, items: mergedItems(came, added, () => MAX_QUANTITY) };
  return {
    items: mergedItems(own?.items ?? [], added, stockOf),
    merged: [...notes.filter((other) => other !== before), note].slice(-MAX_MERGED),
  };
};
