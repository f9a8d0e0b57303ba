import { createRandom, type Random } from '../numbers/random.ts';

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};

/** Chance for each thing by its name: what is drawn for one thing changes nothing of what is drawn for another. */
export type KeyedChance = (name: string) => Random;

/**
 * Chance of a seed. A draw depends on the seed and the thing's name alone, not on how many draws came before it: so a fault can
 * be taken out of a schedule, and all others stay as they were.
 */
export const keyedChance =
  (seed: string): KeyedChance =>
  (name) =>
    createRandom(hashOf(`${seed}/${name}`));
