import type { Document } from '../mongodb/driverPart.ts';
import { compareValues } from './compareValues.ts';
import { isDocument } from './documents.ts';
import { valueKey } from './valueKey.ts';
import { valuesAt } from './valuesAt.ts';
import { CODES, WriteRefused } from './writeErrors.ts';

/** What a field becomes: its value now (`undefined` where it is missing), the operator's operand, the server's clock. */
export type FieldOperator = (current: unknown, operand: unknown, nowMs: number) => unknown;

const refuse = (code: number, message: string): never => {
  throw new WriteRefused(code, message);
};

const arrayOf = (current: unknown, operator: string): readonly unknown[] => {
  if (current === undefined) return [];
  return Array.isArray(current)
    ? current
    : refuse(CODES.badValue, `cannot apply ${operator} to a field that is not an array`);
};

const eachOf = (operand: unknown, operator: string): readonly unknown[] => {
  if (!isDocument(operand) || !Object.hasOwn(operand, '$each')) return [operand];
  return Array.isArray(operand.$each)
    ? operand.$each
    : refuse(CODES.badValue, `the argument of $each in ${operator} must be an array`);
};

const integer = (value: unknown, what: string): number =>
  typeof value === 'number' && Number.isInteger(value)
    ? value
    : refuse(CODES.badValue, `${what} must be an integer`);

const elementOrder = (spec: unknown): ((a: unknown, b: unknown) => number) => {
  if (spec === 1 || spec === -1) return (a, b) => spec * compareValues(a, b);
  if (!isDocument(spec)) return refuse(CODES.badValue, '$sort must be 1, -1 or a document');
  const at = (element: unknown, path: string) =>
    isDocument(element) ? valuesAt(element, path)[0] : undefined;
  return (a, b) => {
    for (const [path, direction] of Object.entries(spec)) {
      const order = compareValues(at(a, path), at(b, path));
      if (order !== 0) return order * Number(direction);
    }
    return 0;
  };
};

const PUSH_MODIFIERS: ReadonlySet<string> = new Set(['$each', '$position', '$slice', '$sort']);

const pushTo = (current: readonly unknown[], operand: unknown): unknown[] => {
  const modifiers: Document = isDocument(operand) && Object.hasOwn(operand, '$each') ? operand : {};
  for (const name of Object.keys(modifiers))
    if (!PUSH_MODIFIERS.has(name)) refuse(CODES.badValue, `$push does not know ${name}`);
  const pushed = [...current];
  const { $position, $slice, $sort } = modifiers;
  const position = $position === undefined ? pushed.length : integer($position, '$position');
  pushed.splice(position, 0, ...eachOf(operand, '$push'));
  if ($sort !== undefined) pushed.sort(elementOrder($sort));
  if ($slice === undefined) return pushed;
  const slice = integer($slice, '$slice');
  return slice < 0 ? pushed.slice(slice) : pushed.slice(0, slice);
};

const isDateSpec = (operand: unknown): boolean =>
  typeof operand === 'boolean' || (isDocument(operand) && operand.$type === 'date');

/** MongoDB's update operators that give a field a value; `$unset` and `$setOnInsert` are `applyUpdate`'s own. */
export const FIELD_OPERATORS: ReadonlyMap<string, FieldOperator> = new Map<string, FieldOperator>([
  ['$set', (_current, operand) => operand],
  [
    '$inc',
    (current, operand) => {
      if (typeof operand !== 'number')
        return refuse(CODES.typeMismatch, 'cannot increment by what is not a number');
      if (current === undefined) return operand;
      return typeof current === 'number'
        ? current + operand
        : refuse(CODES.typeMismatch, 'cannot apply $inc to a value that is not a number');
    },
  ],
  [
    '$min',
    (current, operand) => (current === undefined || compareValues(operand, current) < 0 ? operand : current),
  ],
  [
    '$max',
    (current, operand) => (current === undefined || compareValues(operand, current) > 0 ? operand : current),
  ],
  [
    '$addToSet',
    (current, operand) => {
      const set = [...arrayOf(current, '$addToSet')];
      const keys = new Set(set.map(valueKey));
      for (const element of eachOf(operand, '$addToSet')) {
        const key = valueKey(element);
        if (!keys.has(key)) set.push(element);
        keys.add(key);
      }
      return set;
    },
  ],
  [
    '$pull',
    (current, operand) => {
      if (isDocument(operand)) return refuse(CODES.badValue, '$pull takes a value here, no condition');
      const pulled = valueKey(operand);
      return arrayOf(current, '$pull').filter((element) => valueKey(element) !== pulled);
    },
  ],
  ['$push', (current, operand) => pushTo(arrayOf(current, '$push'), operand)],
  [
    '$currentDate',
    (_current, operand, nowMs) =>
      isDateSpec(operand)
        ? new Date(nowMs)
        : refuse(CODES.badValue, '$currentDate takes true or {$type: "date"}'),
  ],
]);
