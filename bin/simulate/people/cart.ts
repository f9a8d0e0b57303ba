/** So many pieces of one product. */
export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
  /** Of one piece, in the currency's minor unit. */
  readonly priceMinor: number;
}

/** What somebody has put into a cart of the shop: as its visitors remember it, and as the shop must have it. */
export interface Cart {
  readonly lines: readonly CartLine[];
  readonly valueMinor: number;
  /** The pieces of a product; 0 where it is not in it. */
  quantityOf(productId: string): number;
  add(line: CartLine): void;
  /** So many pieces from now on, 0 for none. */
  set(productId: string, quantity: number): void;
  /** Takes over all of another one, which is empty then. */
  takeOver(other: Cart): void;
  empty(): void;
}

export const createCart = (): Cart => {
  const lines = new Map<string, CartLine>();
  const add = (line: CartLine): void => {
    const quantity = line.quantity + (lines.get(line.productId)?.quantity ?? 0);
    lines.set(line.productId, { ...line, quantity });
  };
  return {
    get lines() {
      return [...lines.values()];
    },
    get valueMinor() {
      let sum = 0;
      for (const { quantity, priceMinor } of lines.values()) sum += quantity * priceMinor;
      return sum;
    },
    quantityOf: (productId) => lines.get(productId)?.quantity ?? 0,
    add,
    set: (productId, quantity) => {
      const line = lines.get(productId);
      if (line !== undefined && quantity > 0) lines.set(productId, { ...line, quantity });
      else lines.delete(productId);
    },
    takeOver: (other) => {
      for (const line of other.lines) add(line);
      other.empty();
    },
    empty: () => lines.clear(),
  };
};
