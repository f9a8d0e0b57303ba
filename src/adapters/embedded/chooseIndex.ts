import type { FindOptions } from '../mongodb/driverPart.ts';
import type { Comparison, CompiledFilter, Equality } from './compileFilter.ts';
import { combinations } from './hashIndex.ts';
import type { NamedIndex } from './NamedIndex.ts';
import { joinKeys } from './valueKey.ts';

/** How an index answers a filter. */
export interface Plan {
  /** The fields at its beginning for which the filter gives all values. */
  readonly paths: readonly string[];
  /** By `joinKeys`: each combination of those values. */
  readonly keys: readonly string[];
  /** The field after them, where its order helps: to find what lies in a range, or to come in the order asked for. */
  readonly next?: {
    readonly path: string;
    readonly comparisons: readonly Comparison[];
    /** Absent where the order asked for is another one, or none. */
    readonly direction?: 1 | -1;
  };
}

/** More look-ups than this in one index, for a filter with several `$in`, are not worth it. */
const MAX_LOOKUPS = 1_000;

/** The longest beginning of an index for which the filter gives all values. */
const beginningOf = (index: NamedIndex, equalities: readonly Equality[]): Plan => {
  const paths: string[] = [];
  const lists: string[][] = [];
  let lookups = 1;
  for (const path of Object.keys(index.key)) {
    const given = equalities.find((equality) => equality.path === path);
    if (given === undefined || lookups * given.keys.size > MAX_LOOKUPS) break;
    lookups *= given.keys.size;
    paths.push(path);
    lists.push([...given.keys]);
  }
  return { paths, keys: combinations(lists).map(joinKeys) };
};

const planOf = (index: NamedIndex, filter: CompiledFilter, sort: FindOptions['sort']): Plan => {
  const plan = beginningOf(index, filter.equalities);
  const [path, kind] = Object.entries(index.key)[plan.paths.length] ?? [];
  if (path === undefined || kind === 'hashed') return plan;
  const comparisons = filter.comparisons.filter((comparison) => comparison.path === path);
  const [sorted, ...others] = Object.entries(sort ?? {});
  const inOrder = sorted?.[0] === path && others.length === 0 && plan.keys.length === 1;
  if (comparisons.length === 0 && !inOrder) return plan;
  return { ...plan, next: { path, comparisons, ...(inOrder ? { direction: sorted[1] } : {}) } };
};

/** How far a plan narrows down what must be looked at: a value more than a range, a range more than an order. */
const worth = ({ paths, next }: Plan): number => {
  if (next === undefined) return 4 * paths.length;
  return 4 * paths.length + (next.comparisons.length > 0 ? 2 : 0) + (next.direction === undefined ? 0 : 1);
};

/** The best plan that these indexes offer; `undefined` where none is of any help. */
export const chooseIndex = (
  indexes: Iterable<NamedIndex>,
  filter: CompiledFilter,
  sort?: FindOptions['sort'],
): Plan | undefined => {
  let best: Plan | undefined;
  for (const index of indexes) {
    const plan = planOf(index, filter, sort);
    if (worth(plan) > (best === undefined ? 0 : worth(best))) best = plan;
  }
  return best;
};
