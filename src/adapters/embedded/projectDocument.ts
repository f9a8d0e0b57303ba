import type { Document, FindOptions } from '../mongodb/driverPart.ts';
import { copyOf, fieldOf, isDocument, setField } from './documents.ts';
import { CODES, CommandRefused } from './writeErrors.ts';

/** The fields that a projection names, by the steps of their paths; a leaf is `true`. */
type Tree = Map<string, Tree | true>;

const addPath = (tree: Tree, path: string): void => {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = tree;
  for (const step of steps) {
    const next = at.get(step);
    if (next === true) return;
    const branch: Tree = next ?? new Map();
    at.set(step, branch);
    at = branch;
  }
  at.set(last, true);
};

/** Keeps what the tree names, or what it does not name; `undefined` where nothing is left of a value. */
const cut = (value: unknown, tree: Tree, keep: boolean): unknown => {
  if (Array.isArray(value))
    return value.map((element) => cut(element, tree, keep)).filter((element) => element !== undefined);
  if (!isDocument(value)) return keep ? undefined : copyOf(value);
  const result: Document = {};
  for (const name of Object.keys(value)) {
    const branch = tree.get(name);
    if (branch instanceof Map) {
      const part = cut(fieldOf(value, name), branch, keep);
      if (part !== undefined) setField(result, name, part);
    } else if ((branch === true) === keep) setField(result, name, copyOf(fieldOf(value, name)));
  }
  return result;
};

/**
 * Compiles a projection to a function that copies what it leaves of a document.
 * @throws {@link CommandRefused} where it both includes and excludes fields besides `_id`
 */
export const compileProjection = (
  projection: NonNullable<FindOptions['projection']> = {},
): ((document: Document) => Document) => {
  const { _id: id, ...others } = projection;
  const directions = new Set(Object.values(others));
  if (directions.size > 1)
    throw new CommandRefused(CODES.badValue, 'a projection cannot both include and exclude fields');
  const keep = directions.size === 0 ? id === 1 : directions.has(1);
  const tree: Tree = new Map();
  for (const path of Object.keys(others)) addPath(tree, path);
  if (keep ? id !== 0 : id === 0) tree.set('_id', true);
  return tree.size === 0 ? copyOf : (document) => cut(document, tree, keep) as Document;
};
