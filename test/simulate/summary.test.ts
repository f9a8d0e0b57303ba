import { expect, it } from 'vitest';
import { createCookieJar } from '../../bin/simulate/people/cookieJar.ts';
import type { Visit } from '../../bin/simulate/play/Visit.ts';
import { createTally } from '../../bin/simulate/summary.ts';

const DAY = { date: '2026-10-25', weekday: 7, startMs: 0, endMs: 86_400_000 };

/** A visit of somebody in which, after the page, such events are told. */
const visit = (
  person: object,
  jar: ReturnType<typeof createCookieJar>,
  ...types: readonly string[]
): Visit => ({
  startMs: 0,
  tab: {},
  headers: {},
  jar,
  person,
  steps: ['page_view', ...types].map((type, index) => ({
    atMs: index,
    method: 'POST',
    path: () => '/track',
    nonce: '',
    referer: '',
    answerLost: false,
    tells: [{ id: `${index}`, type, late: false }],
  })),
});

it('a customer is one visitor on all browsers on which they logged in, and a browser on which nobody did is another one', () => {
  const tally = createTally([DAY]);
  const [customer, stranger] = [{}, {}];
  const [phone, desktop, tablet, other] = Array.from({ length: 4 }, createCookieJar);
  if (!phone || !desktop || !tablet || !other) throw new Error('no browsers');
  const visitors = (added: Visit): number => {
    tally.add(added);
    return tally.summary().visitors;
  };
  expect(visitors(visit(customer, phone))).toBe(1);
  expect(visitors(visit(customer, phone, 'customer_login', 'customer_login'))).toBe(1);
  expect(visitors(visit(customer, desktop))).toBe(2);
  expect(visitors(visit(customer, desktop, 'customer_login'))).toBe(1);
  expect(visitors(visit(customer, phone, 'customer_login'))).toBe(1);
  expect(visitors(visit(customer, tablet))).toBe(2);
  expect(visitors(visit(stranger, other))).toBe(3);
  expect(tally.summary()).toMatchObject({ browsers: 4, sessions: 7, logins: 4 });
});

it('a logout ends a session, and another one begins', () => {
  const tally = createTally([DAY]);
  tally.add(visit({}, createCookieJar(), 'customer_login', 'customer_logout'));
  expect(tally.summary()).toMatchObject({
    sessions: 2,
    visitors: 1,
    logouts: 1,
    days: { '2026-10-25': { sessions: 2 } },
  });
});
