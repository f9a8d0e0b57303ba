import { Query } from 'mingo';
import type { Document, Filter } from '../mongodb/driverPart.ts';
import { compareValues, typeRank } from './compareValues.ts';
import { canonical, isDocument } from './documents.ts';
import { isScalar, valueKey } from './valueKey.ts';
import { valuesAt } from './valuesAt.ts';
import { CODES, CommandRefused } from './writeErrors.ts';

/** A condition that a field is one of these scalars: `{a: 1}`, `{a: {$eq: 1}}`, `{a: {$in: [1, 2]}}`. */
export interface Equality {
  readonly path: string;
  /** By `valueKey`. */
  readonly keys: ReadonlySet<string>;
}

/** A condition that a field lies before or behind a value of the same type. */
export interface Comparison {
  readonly path: string;
  readonly operator: '$gt' | '$gte' | '$lt' | '$lte';
  readonly operand: Date | number | string;
}

/** A filter taken apart: what indexes can answer, and a test for all of it. */
export interface CompiledFilter {
  readonly equalities: readonly Equality[];
  readonly comparisons: readonly Comparison[];
  /** Each `$or`, as its branches. */
  readonly alternatives: readonly (readonly CompiledFilter[])[];
  /** The fields, and any values, that an upsert takes over from the filter. */
  readonly fixed: readonly (readonly [path: string, value: unknown])[];
  matches(document: Document): boolean;
}

interface Parts {
  readonly equalities: Equality[];
  readonly comparisons: Comparison[];
  readonly alternatives: CompiledFilter[][];
  readonly fixed: [string, unknown][];
  /** What is left to mingo. */
  readonly rest: Document[];
}

/** The keys under which an index has the field: each value, and each element of an array. */
export const keysAt = (document: Document, path: string): string[] => {
  const keys: string[] = [];
  for (const value of valuesAt(document, path)) {
    keys.push(valueKey(value));
    if (Array.isArray(value)) for (const element of value) keys.push(valueKey(element));
  }
  return keys;
};

const isOperators = (value: unknown): value is Document =>
  isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;

/** The value that a field must have; a server takes a `$in` of one value for an equality, in upserts too. */
const fixedBy = (operator: string, operand: unknown): { readonly value: unknown } | undefined => {
  if (operator === '$eq') return { value: operand };
  if (operator !== '$in' || !Array.isArray(operand) || operand.length !== 1) return undefined;
  return operand[0] instanceof RegExp ? undefined : { value: operand[0] };
};

const isComparison = (operator: string): operator is Comparison['operator'] => Object.hasOwn(HOLDS, operator);

/** The types whose order sessions and events are looked up by; other ones are mingo's. */
const isOrdered = (value: unknown): value is Comparison['operand'] =>
  typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value)) || value instanceof Date;

/** Of how a value compares to the operand. */
const HOLDS: { readonly [Operator in Comparison['operator']]: (order: number) => boolean } = {
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/** Whether a comparison holds for some value that its path leads to, or for an element of an array there. */
const compared = ({ path, operator, operand }: Comparison): ((document: Document) => boolean) => {
  const rank = typeRank(operand);
  const holds = HOLDS[operator];
  const meets = (value: unknown): boolean =>
    typeRank(value) === rank && !Number.isNaN(value) && holds(compareValues(value, operand));
  return (document) =>
    valuesAt(document, path).some((value) => (Array.isArray(value) ? value.some(meets) : meets(value)));
};

const takeOperators = (path: string, operators: Document, parts: Parts): void => {
  const rest: Document = {};
  for (const [operator, operand] of Object.entries(operators)) {
    const fixed = fixedBy(operator, operand);
    if (fixed !== undefined) parts.fixed.push([path, fixed.value]);
    if (operator === '$eq' && isScalar(operand))
      parts.equalities.push({ path, keys: new Set([valueKey(operand)]) });
    else if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar))
      parts.equalities.push({ path, keys: new Set(operand.map(valueKey)) });
    else if (isComparison(operator) && isOrdered(operand))
      parts.comparisons.push({ path, operator, operand });
    else rest[operator] = operand;
  }
  if (Object.keys(rest).length > 0) parts.rest.push({ [path]: rest });
};

const filtersIn = (operator: string, operand: unknown): Document[] => {
  if (Array.isArray(operand) && operand.length > 0 && operand.every(isDocument)) return operand;
  throw new CommandRefused(CODES.badValue, `${operator} must be a nonempty array of objects`);
};

const takeApart = (filter: Document, parts: Parts): void => {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and') for (const part of filtersIn(path, condition)) takeApart(part, parts);
    else if (path === '$or') parts.alternatives.push(filtersIn(path, condition).map(compile));
    else if (path.startsWith('$')) parts.rest.push({ [path]: condition });
    else if (isOperators(condition)) takeOperators(path, condition, parts);
    else if (condition instanceof RegExp) parts.rest.push({ [path]: condition });
    else takeOperators(path, { $eq: condition }, parts);
  }
};

const restOf = (rest: Document[]): Query | undefined => {
  if (rest.length === 0) return undefined;
  try {
    // scripts in filters (`$where`) are refused
    return new Query(rest.length === 1 && rest[0] ? rest[0] : { $and: rest }, { scriptEnabled: false });
  } catch (cause) {
    throw new CommandRefused(CODES.badValue, (cause as Error).message, { cause });
  }
};

const compile = (filter: Document): CompiledFilter => {
  const parts: Parts = { equalities: [], comparisons: [], alternatives: [], fixed: [], rest: [] };
  takeApart(filter, parts);
  const { equalities, comparisons, alternatives, fixed } = parts;
  const comparing = comparisons.map(compared);
  const rest = restOf(parts.rest);
  return {
    equalities,
    comparisons,
    alternatives,
    fixed,
    matches: (document) =>
      equalities.every(({ path, keys }) => keysAt(document, path).some((key) => keys.has(key))) &&
      comparing.every((holds) => holds(document)) &&
      alternatives.every((branches) => branches.some((branch) => branch.matches(document))) &&
      (rest === undefined || rest.test(document)),
  };
};

/**
 * Compiles a filter in MongoDB's query language.
 * @throws {@link CommandRefused} where a server would refuse it
 */
export const compileFilter = (filter: Filter): CompiledFilter => compile(canonical(filter));
