import type { KeyRing } from '../domain/cookies/signedValue.ts';
import type { Site } from '../domain/site.ts';
import { localDateOf } from '../domain/time/localTime.ts';
import type { Login } from '../staff/createLogin.ts';
import { CLEARED_STAFF_COOKIE, createStaffCookie } from '../staff/staffCookie.ts';
import { instant, uniqueVisitsPer } from './answers/statusOf.ts';
import type { Analytics } from './createAnalytics.ts';
import { ApiFault } from './http/ApiFault.ts';
import { type Endpoint, endpoint } from './http/Operation.ts';
import { loginOperation, logoutOperation, meOperation } from './operations/staffOperations.ts';

const DONE = { ok: true } as const;

const WRONG_PASSWORD = new ApiFault({
  status: 401,
  code: 'unauthorized',
  message: 'This is not the password.',
  field: 'password',
});

const tooMany = (retryAfterS: number): ApiFault =>
  new ApiFault({
    status: 429,
    code: 'too_many_attempts',
    message: 'Too many failed logins. Try again later.',
    headers: { 'retry-after': String(retryAfterS) },
  });

/** Logging in and out, and what somebody who is in may look at. */
export const staffEndpoints = ({
  analytics,
  login,
  sites,
  keys,
  passwordHash,
}: {
  readonly analytics: Analytics;
  readonly login: Login;
  readonly sites: readonly Site[];
  readonly keys: KeyRing;
  readonly passwordHash: string;
}): Endpoint[] => {
  const cookie = createStaffCookie({ keys, passwordHash });
  return [
    endpoint(loginOperation, async ({ body: { password }, http: { address }, nowMs }) => {
      const outcome = await login({ password, address, nowMs });
      switch (outcome.outcome) {
        case 'welcome':
          return { value: DONE, cookies: [cookie.issue(nowMs)] };
        case 'refused':
          throw WRONG_PASSWORD;
        case 'limited':
          throw tooMany(outcome.retryAfterS);
      }
    }),
    endpoint(logoutOperation, async () => ({ value: DONE, cookies: [CLEARED_STAFF_COOKIE] })),
    endpoint(meOperation, async ({ nowMs }) => ({
      value: {
        sites: await Promise.all(
          sites.map(async (site) => ({
            id: site.id,
            timezone: site.timezone,
            currency: site.currency,
            today: localDateOf(nowMs, site.timezone),
            firstDay: (await analytics.firstDay(site)) ?? null,
            ...uniqueVisitsPer(site),
          })),
        ),
        now: instant(nowMs),
      },
    })),
  ];
};
