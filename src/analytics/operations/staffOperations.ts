import * as v from 'valibot';
import { operation } from '../http/Operation.ts';
import { uniqueVisitsPerSchema } from '../wire/statusSchema.ts';

/** Longer passwords are nobody's, and cost us time. */
const MAX_PASSWORD_LENGTH = 1_000;
const PASSWORD = `must be a text of 1 to ${MAX_PASSWORD_LENGTH} characters`;

const done = v.object({ ok: v.literal(true) });

export const loginOperation = operation({
  method: 'POST',
  path: '/api/admin/login',
  id: 'login',
  summary: 'Log in to the dashboard.',
  description:
    'Sets the cookie `footfall_staff` for 12 hours. After 10 failures of an address within 15 minutes, or 100 in all, everybody it concerns has to wait.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: v.object({
    password: v.pipe(
      v.string(PASSWORD),
      v.minLength(1, PASSWORD),
      v.maxLength(MAX_PASSWORD_LENGTH, PASSWORD),
    ),
  }),
  answer: done,
  faults: [401, 403, 413, 415, 429],
});

export const logoutOperation = operation({
  method: 'POST',
  path: '/api/admin/logout',
  id: 'logout',
  summary: 'Take the cookie away.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: undefined,
  answer: done,
  faults: [403],
});

export const meOperation = operation({
  method: 'GET',
  path: '/api/admin/me',
  id: 'me',
  summary: 'The sites that there are to look at.',
  access: 'staff',
  ofSite: false,
  query: v.strictObject({}),
  body: undefined,
  answer: v.object({
    sites: v.array(
      v.object({
        id: v.string(),
        timezone: v.string(),
        currency: v.string(),
        today: v.string(),
        firstDay: v.nullable(v.string()),
        uniqueVisitsPer: uniqueVisitsPerSchema,
      }),
    ),
    now: v.string(),
  }),
});
