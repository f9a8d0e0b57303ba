import { Query } from 'mingo';
import type { Document, Filter } from '../mongodb/driverPart.ts';
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

/** A filter taken apart: what hash indexes can answer, and a test for all of it. */
export interface CompiledFilter {
  readonly equalities: readonly Equality[];
  /** Each `$or`, as its branches. */
  readonly alternatives: readonly (readonly CompiledFilter[])[];
  /** The fields, and any values, that an upsert takes over from the filter. */
  readonly fixed: readonly (readonly [path: string, value: unknown])[];
  matches(document: Document): boolean;
}

interface Parts {
  readonly equalities: Equality[];
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

const takeOperators = (path: string, operators: Document, parts: Parts): void => {
  const rest: Document = {};
  for (const [operator, operand] of Object.entries(operators)) {
    const fixed = fixedBy(operator, operand);
    if (fixed !== undefined) parts.fixed.push([path, fixed.value]);
    if (operator === '$eq' && isScalar(operand))
      parts.equalities.push({ path, keys: new Set([valueKey(operand)]) });
    else if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar))
      parts.equalities.push({ path, keys: new Set(operand.map(valueKey)) });
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
  const parts: Parts = { equalities: [], alternatives: [], fixed: [], rest: [] };
  takeApart(filter, parts);
  const { equalities, alternatives, fixed } = parts;
  const rest = restOf(parts.rest);
  return {
    equalities,
    alternatives,
    fixed,
    matches: (document) =>
      equalities.every(({ path, keys }) => keysAt(document, path).some((key) => keys.has(key))) &&
      alternatives.every((branches) => branches.some((branch) => branch.matches(document))) &&
      (rest === undefined || rest.test(document)),
  };
};

/**
 * Compiles a filter in MongoDB's query language.
 * @throws {@link CommandRefused} where a server would refuse it
 */
export const compileFilter = (filter: Filter): CompiledFilter => compile(canonical(filter));
