import { type KeyRing, verifyValue } from './signedValue.ts';

/** Version of what the cookies say; a release reads every version that it may meet. */
export const PAYLOAD_VERSION = 1;

export type OpenFault = 'forged' | 'malformed' | 'unknown_version';

type Payload = { readonly [key: string]: unknown };

export type OpenedCookie =
  | {
      readonly ok: true;
      readonly payload: Payload /** Whether the first key signed it. */;
      readonly current: boolean;
    }
  | { readonly ok: false; readonly fault: OpenFault };

/** Valid values that a process remembers for each key ring: at most some two megabytes. */
const REMEMBERED_VALUES = 2_000;
const remembered = new WeakMap<KeyRing, Map<string, OpenedCookie>>();

const memoryOf = (ring: KeyRing): Map<string, OpenedCookie> => {
  const known = remembered.get(ring);
  if (known) return known;
  const memory = new Map<string, OpenedCookie>();
  remembered.set(ring, memory);
  return memory;
};

/**
 * Verifies a cookie's value and reads its payload. Both follow from ring, name and value alone, and a visitor sends the same value
 * many times, so valid ones are remembered (5 us less a cookie, 2026-11-22); what is wrong with one is found anew each time, so that
 * nobody's forgeries push out anything.
 */
export const openCookie = (ring: KeyRing, name: string, value: string): OpenedCookie => {
  const memory = memoryOf(ring);
  const text = `${name}=${value}`;
  const known = memory.get(text);
  if (known) return known;
  const opened = verifyAndDecode(ring, name, value);
  if (opened.ok) {
    if (memory.size >= REMEMBERED_VALUES) memory.clear();
    memory.set(text, opened);
  }
  return opened;
};

const verifyAndDecode = (ring: KeyRing, name: string, value: string): OpenedCookie => {
  const signed = verifyValue(ring, name, value);
  if (!signed.valid) return { ok: false, fault: 'forged' };
  const payload = decode(signed.payload);
  if (payload === undefined) return { ok: false, fault: 'malformed' };
  if (payload.v !== PAYLOAD_VERSION) return { ok: false, fault: 'unknown_version' };
  return { ok: true, payload, current: signed.current };
};

const decode = (payload: string): Payload | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
};
