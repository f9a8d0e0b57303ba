import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../domain/cookies/signedValue.ts';
import { keyedHashText } from '../../domain/identity/keyedHash.ts';
import type { CustomerId, SiteId } from '../../domain/ids.ts';
import type { RefreshFamilies, RefreshFamily } from '../../ports/RefreshFamilies.ts';

/** How long a login goes on without a refresh. */
export const REFRESH_TOKEN_MS = 30 * 24 * 60 * 60_000;
/** How long the token before is answered: two tabs may have sent it together, or an answer was lost. */
export const FORMER_TOKEN_MS = 10_000;

const SECRET_BYTES = 32;
/** A UUID, and 256 bits in base64url. */
const FORM = /^([\w-]{1,64})\.([\w-]{43})$/;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Both hashes of ours. */
const isSame = (left: string, right: string | undefined): boolean =>
  right !== undefined &&
  left.length === right.length &&
  timingSafeEqual(Buffer.from(left, 'latin1'), Buffer.from(right, 'latin1'));

export type Refreshed =
  | {
      readonly ok: true;
      readonly customer: CustomerId /** The one that is good now. */;
      readonly token: string;
    }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'reused' };

/** Every method throws `RecordUnavailable` where the store does not answer. */
export interface RefreshTokens {
  /** @returns the first token of a login */
  begin(whose: {
    readonly site: SiteId;
    readonly customer: CustomerId;
    readonly nowMs: number;
  }): Promise<string>;
  /** Replaces a token by the next; one that was replaced before ends its login: somebody else has it too (RFC 9700, section 4.14.2). */
  refresh(site: SiteId, token: string, nowMs: number): Promise<Refreshed>;
  /** Ends a token's login, where the token is or was good. */
  end(site: SiteId, token: string): Promise<void>;
}

/**
 * Refresh tokens, each good once. The next one is derived from the one before under a key of the server's: whoever sends the same one
 * twice within {@link FORMER_TOKEN_MS} gets the same next one twice, in whatever order the answers arrive.
 */
export const createRefreshTokens = ({
  families,
  keys,
  randomId,
}: {
  readonly families: RefreshFamilies;
  readonly keys: KeyRing;
  readonly randomId: () => string;
}): RefreshTokens => {
  const nextOf = (family: RefreshFamily, secret: string): string =>
    keyedHashText(keys[0], `refresh:${family.site}:${family.id}:${secret}`);

  /** The next token for the one before, while it is still answered. */
  const repeated = (family: RefreshFamily, secret: string, nowMs: number): string | undefined => {
    if (!isSame(hashOf(secret), family.formerHash)) return undefined;
    if (nowMs - family.rotatedAt > FORMER_TOKEN_MS) return undefined;
    const next = nextOf(family, secret);
    // Another key signs since: the next one cannot be told again.
    return isSame(hashOf(next), family.currentHash) ? next : undefined;
  };

  const rotated = async (
    family: RefreshFamily,
    secret: string,
    nowMs: number,
  ): Promise<string | undefined> => {
    const fromHash = hashOf(secret);
    if (!isSame(fromHash, family.currentHash)) return undefined;
    const next = nextOf(family, secret);
    const change = {
      fromHash,
      toHash: hashOf(next),
      rotatedAt: nowMs,
      expiresAt: nowMs + REFRESH_TOKEN_MS,
    };
    return (await families.rotate(family, change)) ? next : undefined;
  };

  const find = async (site: SiteId, token: string) => {
    const [, id, secret] = FORM.exec(token) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const family = await families.find(site, id);
    return family && { family, secret };
  };

  return {
    begin: async ({ site, customer, nowMs }) => {
      const id = randomId();
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      await families.begin({
        id,
        site,
        customer,
        currentHash: hashOf(secret),
        rotatedAt: nowMs,
        expiresAt: nowMs + REFRESH_TOKEN_MS,
      });
      return `${id}.${secret}`;
    },

    refresh: async (site, token, nowMs) => {
      const found = await find(site, token);
      if (found === undefined) return { ok: false, reason: 'unknown' };
      const { family, secret } = found;
      if (family.expiresAt <= nowMs) return { ok: false, reason: 'expired' };
      let next = await rotated(family, secret, nowMs);
      if (next === undefined) {
        // Read again: another request may have replaced it just now.
        const now = await families.find(site, family.id);
        if (now === undefined) return { ok: false, reason: 'unknown' };
        next = repeated(now, secret, nowMs);
      }
      if (next === undefined) {
        await families.end(site, family.id);
        return { ok: false, reason: 'reused' };
      }
      return { ok: true, customer: family.customer, token: `${family.id}.${next}` };
    },

    end: async (site, token) => {
      const found = await find(site, token);
      if (found === undefined) return;
      const { family, secret } = found;
      const hash = hashOf(secret);
      if (isSame(hash, family.currentHash) || isSame(hash, family.formerHash)) {
        await families.end(site, family.id);
      }
    },
  };
};
