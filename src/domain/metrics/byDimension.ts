import { DIMENSIONS, type Dimension } from './dimensions.ts';

/** Something of each dimension, by its name. */
export const byDimension = <T>(make: (dimension: Dimension) => T): { readonly [name in Dimension]: T } =>
  Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, make(dimension)])) as {
    readonly [name in Dimension]: T;
  };
