import { type KeyRing, verifyValue } from './signedValue.ts';

/** Version of what the cookies say; a release reads every version that it may meet. */
export const PAYLOAD_VERSION = 1;

export type OpenFault = 'forged' | 'malformed' | 'unknown_version';

type Payload = { readonly [key: string]: unknown };

export type OpenedCookie =
  | {
      readonly ok: true;
      readonly payload: Payload;
      /** Whether the first key signed it. */
      readonly current: boolean;
    }
  | { readonly ok: false; readonly fault: OpenFault };

/** Valid values that a process remembers of each cookie and key ring: at most some two megabytes. */
const REMEMBERED_VALUES = 1_000;
type Memory = Map<string, OpenedCookie>;
const remembered = new WeakMap<KeyRing, Map<string, Memory>>();

/** Apart for each name, so that a look-up joins no texts: a long text's joining and hashing was half of it. */
const memoryOf = (ring: KeyRing, name: string): Memory => {
  const known = remembered.get(ring)?.get(name);
  if (known) return known;
  const byName = remembered.get(ring) ?? new Map<string, Memory>();
  const memory: Memory = new Map();
  remembered.set(ring, byName.set(name, memory));
  return memory;
};

/**
 * Verifies a cookie's value and reads its payload. Both follow from ring, name and value alone, and a visitor sends the same value
 * many times, so valid ones are remembered (5 us less a cookie, 2026-11-22); what is wrong with one is found anew each time, so that
 * nobody's forgeries push out anything.
 */
export const openCookie = (ring: KeyRing, name: string, value: string): OpenedCookie => {
  const memory = memoryOf(ring, name);
  const known = memory.get(value);
  if (known) return known;
  const opened = verifyAndDecode(ring, name, value);
  if (opened.ok) {
    if (memory.size >= REMEMBERED_VALUES) memory.clear();
    memory.set(value, opened);
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
