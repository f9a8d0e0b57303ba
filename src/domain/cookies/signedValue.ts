import { timingSafeEqual } from 'node:crypto';
import { keyedHashText, type SecretKey } from '../identity/keyedHash.ts';

/** The keys under which cookies are signed: the first signs, all verify. */
export type KeyRing = readonly [SecretKey, ...SecretKey[]];

/** Longest value that is looked at; browsers keep at most 4,096 bytes a cookie (RFC 6265, section 6.1). */
const MAX_VALUE_LENGTH = 2_048;
/** Base64url of an HMAC-SHA256. */
const SIGNATURE_LENGTH = 43;

/** `payload.signature`; the cookie's name is signed too, so that one cookie's value is worth nothing in another. */
export const signValue = (ring: KeyRing, name: string, payload: string): string =>
  `${payload}.${keyedHashText(ring[0], `${name}=${payload}`)}`;

export type SignedValue =
  | {
      readonly valid: true;
      readonly payload: string /** Whether the first key signed it. */;
      readonly current: boolean;
    }
  | { readonly valid: false };

const INVALID: SignedValue = { valid: false };

/** Base64url alone: `latin1` would take U+0141 for an `A`, and such a value would be sent back in a header that cannot hold it. */
const SIGNATURE = /^[\w-]+$/;

/** Both of {@link SIGNATURE_LENGTH} ASCII characters. */
const equalInConstantTime = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(left, 'latin1'), Buffer.from(right, 'latin1'));

/** Verifies under every key of the ring, in constant time each. */
export const verifyValue = (ring: KeyRing, name: string, value: string): SignedValue => {
  const dot = value.length - SIGNATURE_LENGTH - 1;
  if (dot < 1 || value.length > MAX_VALUE_LENGTH || value[dot] !== '.') return INVALID;
  const payload = value.slice(0, dot);
  const signature = value.slice(dot + 1);
  if (!SIGNATURE.test(signature)) return INVALID;
  let match = -1;
  for (let index = 0; index < ring.length; index++) {
    const key = ring[index];
    if (key && equalInConstantTime(keyedHashText(key, `${name}=${payload}`), signature) && match < 0) {
      match = index;
    }
  }
  return match < 0 ? INVALID : { valid: true, payload, current: match === 0 };
};
