import roaring from 'roaring-wasm';

const { RoaringBitmap32 } = roaring;

/** A set of visitors by their dense numbers (Roaring bitmaps, roaringbitmap.org). */
export type VisitorSet = InstanceType<typeof RoaringBitmap32>;

/** The set of these numbers. */
export const visitorSetOf = (numbers: Iterable<number> = []): VisitorSet => RoaringBitmap32.from(numbers);

/** A new set of all visitors of these. */
export const unionOf = (sets: readonly VisitorSet[]): VisitorSet => RoaringBitmap32.orMany([...sets]);

/** How many visitors these sets hold together, each once. */
export const unionSize = (sets: readonly VisitorSet[]): number => {
  const [first, second] = sets;
  if (first === undefined) return 0;
  if (second === undefined) return first.size;
  if (sets.length === 2) return first.orCardinality(second);
  const union = unionOf(sets);
  const { size } = union;
  union.dispose();
  return size;
};

/** How many visitors are in both. */
export const intersectionSize = (a: VisitorSet, b: VisitorSet): number => a.andCardinality(b);

/** As bytes in Roaring's portable format, which every implementation of it reads. */
export const encodeVisitorSet = (set: VisitorSet): Uint8Array => {
  set.runOptimize();
  return set.serialize('portable');
};

/** The set that {@link encodeVisitorSet} wrote. @throws on bytes that are none */
export const decodeVisitorSet = (bytes: Uint8Array): VisitorSet =>
  RoaringBitmap32.deserialize('portable', bytes);
