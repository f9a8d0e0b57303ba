import { createHash } from 'node:crypto';

/** Chance, drawn from a seed: the same seed draws the same. */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** One of a list, in proportion to its weights. */
  weighted<T extends Weighted>(list: readonly [T, ...T[]]): T;
  /** Most near the median, few far above it: how long people stay, how much a day differs from the next. */
  logNormal(median: number, sigma: number): number;
  /** How often something happens that happens so often on average. */
  poisson(mean: number): number;
  hex(digits: number): string;
}

export interface Weighted {
  readonly weight: number;
}

/** Above it the normal approximation is as good and takes one draw. */
const POISSON_EXACT_BELOW = 30;

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast, and passes its tests; seeded by SHA-256 of a text. */
export const createRandom = (seed: string): Random => {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [number, number, number, number];

  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  /** Box and Muller's transform. */
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  const weighted = <T extends Weighted>(list: readonly [T, ...T[]]): T => {
    let left = next() * list.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of list) {
      left -= one.weight;
      if (left < 0) return one;
    }
    return list[0];
  };

  const poisson = (mean: number): number => {
    if (mean >= POISSON_EXACT_BELOW) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = next(); product > limit; product *= next()) count += 1;
    return count;
  };

  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    int,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    weighted,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson,
    hex: (digits) => {
      let text = '';
      while (text.length < digits)
        text += Math.floor(next() * 4_294_967_296)
          .toString(16)
          .padStart(8, '0');
      return text.slice(0, digits);
    },
  };
};
