import { errors, jwtVerify, SignJWT } from 'jose';
import type { KeyRing } from '../../domain/cookies/signedValue.ts';
import { keyedHashText, type SecretKey } from '../../domain/identity/keyedHash.ts';
import type { CustomerId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';

/** Short: it cannot be taken back before. */
export const ACCESS_TOKEN_MS = 15 * 60_000;

const ISSUER = 'footfall-storefront';
const ALGORITHM = 'HS256';
const BEARER = /^bearer +(\S+) *$/i;
/** Longer tokens are none of ours; what a client sends is not decoded without bound. */
const MAX_HEADER_LENGTH = 2_048;

/** Tells which key signed, and nothing of the key. */
const keyIdOf = (key: SecretKey): string => keyedHashText(key, 'kid').slice(0, 8);

export type Proof =
  | { readonly proof: 'none' }
  | { readonly proof: 'bad' }
  | { readonly proof: 'good'; readonly customer: CustomerId };

export interface AccessTokens {
  issue(whose: {
    readonly site: Site;
    readonly customer: CustomerId;
    readonly nowMs: number;
  }): Promise<{ readonly accessToken: string /** Epoch milliseconds. */; readonly expiresAtMs: number }>;
  /** Whom a request's `Authorization` proves. */
  prove(request: Pick<HttpRequest, 'header'>, site: Site, nowMs: number): Promise<Proof>;
}

/** Customers' access tokens: JWTs (RFC 7519) of one site, signed by the first key of a ring, good under every one. */
export const createAccessTokens = (keys: KeyRing): AccessTokens => {
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const kid = keyIdOf(keys[0]);
  return {
    issue: async ({ site, customer, nowMs }) => {
      // In whole seconds, as a JWT has it.
      const expiresAtMs = Math.floor((nowMs + ACCESS_TOKEN_MS) / 1_000) * 1_000;
      const accessToken = await new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .setIssuer(ISSUER)
        .setAudience(site.id)
        .setSubject(customer)
        .setIssuedAt(new Date(nowMs))
        .setExpirationTime(new Date(expiresAtMs))
        .sign(keys[0]);
      return { accessToken, expiresAtMs };
    },

    prove: async ({ header }, site, nowMs) => {
      const authorization = header('authorization');
      if (authorization === undefined) return { proof: 'none' };
      if (authorization.length > MAX_HEADER_LENGTH) return { proof: 'bad' };
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) return { proof: 'bad' };
      try {
        const { payload } = await jwtVerify(
          token,
          (protectedHeader) => {
            const key = byId.get(protectedHeader.kid ?? '');
            if (key === undefined) throw new errors.JWSSignatureVerificationFailed();
            return key;
          },
          {
            algorithms: [ALGORITHM],
            issuer: ISSUER,
            audience: site.id,
            requiredClaims: ['sub', 'exp'],
            currentDate: new Date(nowMs),
          },
        );
        return payload.sub ? { proof: 'good', customer: payload.sub as CustomerId } : { proof: 'bad' };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { proof: 'bad' };
        throw error;
      }
    },
  };
};
