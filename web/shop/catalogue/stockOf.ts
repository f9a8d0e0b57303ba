/** Fewer than this are worth a word. */
const FEW = 6;

export type Stock = { readonly kind: 'sold_out' | 'few' | 'enough'; readonly words: string };

/** How many there are, as the shop says it. */
export const stockOf = (pieces: number): Stock => {
  if (pieces <= 0) return { kind: 'sold_out', words: 'Sold out' };
  if (pieces < FEW) return { kind: 'few', words: `Only ${pieces} left` };
  return { kind: 'enough', words: 'In stock' };
};
