import { Binary, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { fieldOf, isDocument, toBytes } from './documents.ts';

/** MongoDB's order of types: https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/ */
export const typeRank = (value: unknown): number => {
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (value instanceof Date) return 9;
  if (value instanceof MinKey) return 0;
  if (value === undefined || value === null) return 1;
  if (value instanceof Long || value instanceof Decimal128) return 2;
  if (Array.isArray(value)) return 5;
  if (value instanceof Binary) return 6;
  if (value instanceof ObjectId) return 7;
  if (typeof value === 'boolean') return 8;
  if (value instanceof Timestamp) return 10;
  if (value instanceof RegExp) return 11;
  if (value instanceof MaxKey) return 13;
  return isDocument(value) ? 4 : 12;
};

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number(String(value)));

const compareNumbers = (a: number, b: number): number => {
  if (a < b) return -1;
  if (a > b) return 1;
  // NaN comes before all numbers
  return a === b ? 0 : Number(Number.isNaN(b)) - Number(Number.isNaN(a));
};

/** By code point, as UTF-8 bytes sort; JavaScript's own order puts what lies beyond U+FFFF before U+E000. */
const compareStrings = (a: string, b: string): number => {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    if (isSurrogate(left) !== isSurrogate(right)) {
      const other = isSurrogate(left) ? right : left;
      if (other >= 0xe000) return isSurrogate(left) ? 1 : -1;
    }
    return left - right;
  }
  return a.length - b.length;
};

const compareLists = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareValues(a[at], b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

/** Two documents as MongoDB compares them: field by field, by type, then name, then value. */
const fieldsOf = (value: unknown): unknown[] =>
  isDocument(value)
    ? Object.keys(value).flatMap((name) => {
        const field = fieldOf(value, name);
        return [typeRank(field), name, field];
      })
    : [];

/** Negative, zero or positive, as MongoDB orders two values of any types. */
export const compareValues = (a: unknown, b: unknown): number => {
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  const rank = typeRank(a);
  const difference = rank - typeRank(b);
  if (difference !== 0) return difference;
  switch (rank) {
    case 2:
      return compareNumbers(numberOf(a), numberOf(b));
    case 3:
      return compareStrings(a as string, b as string);
    case 4:
      return compareLists(fieldsOf(a), fieldsOf(b));
    case 5:
      return compareLists(a as unknown[], b as unknown[]);
    case 8:
    case 9:
      return Number(a) - Number(b);
    default:
      return Buffer.compare(toBytes({ value: a }), toBytes({ value: b }));
  }
};
