type Growable = Uint8Array | Uint32Array | Float64Array;

/** The same array where it has room for so many, or a copy twice as long: what is written one by one is copied seldom. */
export const grown = <T extends Growable>(array: T, needed: number): T => {
  if (needed <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
};
