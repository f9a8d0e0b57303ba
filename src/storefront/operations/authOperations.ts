import * as v from 'valibot';
import { shopOperation } from '../http/ShopOperation.ts';
import { customerAnswer } from '../wire/shopSchemas.ts';
import { AUTH } from './paths.ts';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const MAX_EMAIL_LENGTH = 254;
/** What is tried as a password; longer ones are nobody's, and cost us time. */
const MAX_PASSWORD_LENGTH = 128;
/** NIST SP 800-63B, section 3.1.1.2, asks for 8 where it is not the only factor of something of value. */
const MIN_PASSWORD_LENGTH = 8;
const MAX_NAME_LENGTH = 100;

/** No control characters, no half surrogates. */
const isClean = (text: string): boolean => /^[^\p{Cc}\p{Cs}]*$/u.test(text);

const EMAIL = 'must be an address such as name@example.com';
const email = v.pipe(
  v.string(EMAIL),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(MAX_EMAIL_LENGTH, EMAIL),
  v.regex(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, EMAIL),
  v.check(isClean, EMAIL),
);

const GIVEN = `must be a text of at most ${MAX_PASSWORD_LENGTH} characters`;
const CHOSEN = `must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`;
const NAME = `must be a text of 1 to ${MAX_NAME_LENGTH} characters`;

export const registerOperation = shopOperation({
  method: 'POST',
  path: `${AUTH}/register`,
  id: 'shopRegister',
  summary: 'Make an account, and log in.',
  access: 'anyone',
  body: v.object({
    email,
    password: v.pipe(
      v.string(CHOSEN),
      v.minLength(MIN_PASSWORD_LENGTH, CHOSEN),
      v.maxLength(MAX_PASSWORD_LENGTH, CHOSEN),
    ),
    name: v.pipe(
      v.string(NAME),
      v.trim(),
      v.minLength(1, NAME),
      v.maxLength(MAX_NAME_LENGTH, NAME),
      v.check(isClean, NAME),
    ),
  }),
  answer: customerAnswer,
  statuses: [201],
  faults: [409, 429],
});

export const loginOperation = shopOperation({
  method: 'POST',
  path: `${AUTH}/login`,
  id: 'shopLogin',
  summary: 'Log in: the session becomes the customer’s. Tracks `customer_login`.',
  description:
    'Sets the cookie `refresh` for 30 days. What is in the browser’s cart goes into the customer’s. After 10 failures of an account, or 500 logins and registrations from a network, within 15 minutes, everybody it concerns has to wait; so does a network after 30 of them within a minute, and the shop after 600.',
  access: 'anyone',
  body: v.object({ email, password: v.pipe(v.string(GIVEN), v.maxLength(MAX_PASSWORD_LENGTH, GIVEN)) }),
  answer: customerAnswer,
  faults: [401, 429],
});

export const refreshOperation = shopOperation({
  method: 'POST',
  path: `${AUTH}/refresh`,
  id: 'shopRefresh',
  summary: 'Another access token for the cookie `refresh`, which is replaced: each is good once.',
  access: 'anyone',
  body: v.object({}),
  answer: customerAnswer,
  faults: [401, 429],
});

export const logoutOperation = shopOperation({
  method: 'POST',
  path: `${AUTH}/logout`,
  id: 'shopLogout',
  summary: 'Log out: a new, anonymous session begins. Tracks `customer_logout`.',
  access: 'anyone',
  body: v.object({}),
  answer: v.object({ ok: v.literal(true) }),
});
