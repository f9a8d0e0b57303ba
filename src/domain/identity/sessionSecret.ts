/** How long a cookie from before a login is let in, for requests that were under way (design, section 4). */
export const SECRET_GRACE_MS = 60_000;

/** How many logins and logouts a session had seen when it got this secret: `3.xyz` the third; one without a number none. */
export const generationOf = (secret: string): number => {
  const end = secret.indexOf('.');
  return end < 0 ? 0 : Number(secret.slice(0, end));
};

/**
 * What a cookie's secret is worth to a session. `grace`: the one before the last login, for a minute after it. `ahead`: of a later
 * login than the store knows of; it is signed, and a store may lag behind or have lost its latest writes.
 */
export type SecretStanding = 'current' | 'grace' | 'ahead' | 'superseded';

export const standingOf = (
  secret: string,
  session: {
    readonly secret: string;
    readonly formerSecret?: string | undefined;
    readonly secretChangedAt?: number | undefined;
  },
  nowMs: number,
): SecretStanding => {
  if (secret === session.secret) return 'current';
  if (secret === session.formerSecret) {
    return nowMs - (session.secretChangedAt ?? 0) <= SECRET_GRACE_MS ? 'grace' : 'superseded';
  }
  return generationOf(secret) > generationOf(session.secret) ? 'ahead' : 'superseded';
};
