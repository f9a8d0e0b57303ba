import { decodeData } from './dataFields.ts';
import type { Document } from './driverPart.ts';

/**
 * What is no datum of a person but a key to somebody's door: a password's hash, the secrets of session cookies, the hashes of refresh
 * tokens. A shop's own property may be called the same: they are fields of a document and of a session's context alone.
 */
const SECRETS: ReadonlySet<string> = new Set([
  'passwordHash',
  'secret',
  'formerSecret',
  'currentHash',
  'formerHash',
]);

/** A document as its person may have it: all that is stored but {@link SECRETS}, times as ISO 8601, data under their own names. */
export const heldDocument = (document: Document): object => {
  const withoutSecrets = function (this: unknown, name: string, value: unknown): unknown {
    const mayHoldThem = this === document || this === document.context;
    return mayHoldThem && SECRETS.has(name) ? undefined : value;
  };
  return decodeData(JSON.parse(JSON.stringify(document, withoutSecrets)));
};
