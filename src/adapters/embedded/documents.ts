import { deserialize, ObjectId, serialize } from 'bson';
import type { Document } from '../mongodb/driverPart.ts';

/** A document's bytes; `undefined` becomes null, as by a client with the driver's default settings. */
export const toBytes = (document: { readonly [key: string]: unknown }): Uint8Array =>
  serialize(document, { ignoreUndefined: false });

/** The document in these bytes, with the types that the driver's own reads give. */
export const fromBytes = (bytes: Uint8Array): Document => deserialize(bytes);

/** What a server would make of it: a copy in the types that come back, so that memory and log never differ. */
export const canonical = (document: { readonly [key: string]: unknown }): Document =>
  fromBytes(toBytes(document));

/** Whether it is a document (or an embedded one), not an array, a date or one of BSON's own classes. */
export const isDocument = (value: unknown): value is Document => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** A document's own field; what objects inherit (`constructor`, `__proto__`) is no field. */
export const fieldOf = (document: Document, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined;

/** Sets a document's own field, whatever its name: `__proto__` becomes a field like any other. */
export const setField = (document: Document, name: string, value: unknown): void => {
  if (name === '__proto__')
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  else document[name] = value;
};

/** A deep copy that shares nothing mutable with the original. */
export const copyOf = <T>(value: T): T => copy(value) as T;

const copy = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (isDocument(value)) {
    const result: Document = {};
    for (const name of Object.keys(value)) setField(result, name, copy(value[name]));
    return result;
  }
  if (value instanceof ObjectId) return value;
  return canonical({ value }).value;
};
