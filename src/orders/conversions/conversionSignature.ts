import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../domain/cookies/signedValue.ts';
import { keyedHash } from '../../domain/identity/keyedHash.ts';

/** The headers of a signed request: epoch seconds, and `v1=` with a hexadecimal HMAC-SHA256 of `{timestamp}.{body}`. */
export const TIMESTAMP_HEADER = 'x-footfall-timestamp';
export const SIGNATURE_HEADER = 'x-footfall-signature';

/** How far two servers' clocks may be apart; an older request is somebody's copy of one. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^v1=[0-9a-f]{64}$/;

const signatureOf = (key: KeyRing[0], timestamp: string, body: string): string =>
  `v1=${keyedHash(key, `${timestamp}.${body}`).toString('hex')}`;

/** The value of {@link SIGNATURE_HEADER} for a request. @param timestamp epoch seconds, as the other header has them */
export const conversionSignature = (ring: KeyRing, timestamp: string, body: string): string =>
  signatureOf(ring[0], timestamp, body);

export type SignatureFault = 'unsigned' | 'bad_signature' | 'clock_differs';

/**
 * What is wrong with a request's signature, or `undefined`. Every key of the ring is tried, in constant time each.
 * @param body the request's own text, not what was read of it
 */
export const signatureFault = (
  ring: KeyRing,
  {
    timestamp,
    signature,
    body,
  }: {
    readonly timestamp: string | undefined;
    readonly signature: string | undefined;
    readonly body: string;
  },
  nowMs: number,
): SignatureFault | undefined => {
  if (timestamp === undefined || signature === undefined) return 'unsigned';
  if (!TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return 'bad_signature';
  const given = Buffer.from(signature);
  const matches = ring.map((key) => timingSafeEqual(Buffer.from(signatureOf(key, timestamp, body)), given));
  if (!matches.includes(true)) return 'bad_signature';
  const differenceMs = Math.abs(Number(timestamp) * 1_000 - nowMs);
  return differenceMs > MAX_CLOCK_DIFFERENCE_MS ? 'clock_differs' : undefined;
};
