import { describe, expect, it } from 'vitest';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';
import { secretAfter } from '../../../src/domain/identity/secretAfter.ts';
import { generationOf, SECRET_GRACE_MS, standingOf } from '../../../src/domain/identity/sessionSecret.ts';
import type { SessionId } from '../../../src/domain/ids.ts';

const NOW = 1_772_704_800_000;
const KEY = secretKey('k'.repeat(32));
const [session, other] = ['s1', 's2'] as SessionId[] as [SessionId, SessionId];

describe('the secret of a cookie', () => {
  it.each([
    ['abc', 0],
    ['1.abc', 1],
    ['12.a.b', 12],
    ['0.x', 0],
  ])('%s says that its session had seen %i logins and logouts', (secret, count) => {
    expect(generationOf(secret)).toBe(count);
  });

  const stored = { secret: '2.now', formerSecret: '1.before', secretChangedAt: NOW };
  it.each([
    ['the one that the store has', '2.now', NOW + 1e9, 'current'],
    ['the one before, a minute after the login', '1.before', NOW + SECRET_GRACE_MS, 'grace'],
    ['the one before, later than that', '1.before', NOW + SECRET_GRACE_MS + 1, 'superseded'],
    ['one of a later login, of which the store does not know', '3.after', NOW, 'ahead'],
    ['another one of the same login', '2.other', NOW, 'superseded'],
    ['one of an earlier login', '0.first', NOW, 'superseded'],
    ['one of no login', 'first', NOW, 'superseded'],
  ])('%s', (_, secret, nowMs, standing) => {
    expect(standingOf(secret, stored, nowMs)).toBe(standing);
  });

  it('is let in for a minute even where nobody noted when it changed, and only then', () => {
    const noted = { secret: '1.now', formerSecret: 'before' };
    expect(standingOf('before', noted, SECRET_GRACE_MS)).toBe('grace');
    expect(standingOf('before', noted, NOW)).toBe('superseded');
  });
});

describe('the secret after a login', () => {
  const next = (parts: Partial<Parameters<typeof secretAfter>[1]> = {}, key = KEY) =>
    secretAfter(key, { session, secret: '4.abc', event: 'login:c1', ...parts });

  it('is of the next generation, and long enough to be guessed by nobody', () => {
    expect(next()).toMatch(/^5\.[\w-]{22}$/);
    expect(next({ secret: 'abc' })).toMatch(/^1\./);
  });

  it('is the same for the same login, and another one for whatever differs', () => {
    expect(next()).toBe(next());
    const all = [
      next(),
      next({ session: other }),
      next({ secret: '4.abd' }),
      next({ event: 'login:c2' }),
      next({ event: 'logout' }),
      next({}, secretKey('l'.repeat(32))),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
