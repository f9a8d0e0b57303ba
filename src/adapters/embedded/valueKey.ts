import { Long, ObjectId } from 'bson';
import { fieldOf, isDocument, toBytes } from './documents.ts';

/** A value that a hash index can answer for: two are equal to MongoDB exactly where their keys are the same string. */
export type Scalar = string | number | boolean | Date | ObjectId;

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  value instanceof Date ||
  value instanceof ObjectId;

/** A string that is the same for two values exactly where MongoDB holds them equal; an absent value counts as null. */
export const valueKey = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return `s${value}`;
    case 'number':
      return `n${value}`;
    case 'boolean':
      return value ? 't' : 'f';
    case 'undefined':
      return 'z';
    default:
      return objectKey(value);
  }
};

const objectKey = (value: unknown): string => {
  if (value === null) return 'z';
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof ObjectId) return `o${value.toHexString()}`;
  if (value instanceof Long) return `n${value.toString()}`;
  if (Array.isArray(value)) return `[${joinKeys(value.map(valueKey))}]`;
  if (isDocument(value))
    return `{${joinKeys(Object.keys(value).flatMap((name) => [name, valueKey(fieldOf(value, name))]))}}`;
  return `x${Buffer.from(toBytes({ value })).toString('base64')}`;
};

/** Several keys as one, so that no two lists come out the same. */
export const joinKeys = (keys: readonly string[]): string => {
  let joined = '';
  for (const key of keys) joined += `${key.length}:${key}`;
  return joined;
};
