import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { testDependencies } from '../support/testShop.ts';
import { customerBrowser, recordedSessions } from './loginShop.ts';

const DEVICES = 3;
const CUSTOMERS = 3;

type Action =
  | { readonly do: 'visit' | 'visit with token' | 'log out' | 'wait'; readonly device: number }
  | { readonly do: 'log in'; readonly device: number; readonly customer: number };

const device = fc.nat(DEVICES - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constantFrom('visit', 'visit with token', 'log out', 'wait'), device }),
  fc.record({ do: fc.constant('log in'), device, customer: fc.nat(CUSTOMERS - 1) }),
);

/** A session as the rules of the design tell it, from the actions alone. */
interface Expected {
  readonly device: number;
  /** Who was logged in on the device last, before it began. */
  readonly after: number | undefined;
  customer: number | undefined;
}

/** Sections 4 and 6 in words: who may begin a session, and whose it is. */
const expectedSessions = (actions: readonly Action[]): Expected[] => {
  const sessions: Expected[] = [];
  const devices = Array.from({ length: DEVICES }, () => ({
    open: undefined as Expected | undefined,
    last: undefined as number | undefined,
    token: undefined as number | undefined,
  }));
  for (const one of actions) {
    const here = devices[one.device] as (typeof devices)[number];
    const begin = (): Expected => {
      here.open = { device: one.device, after: here.last, customer: undefined };
      sessions.push(here.open);
      return here.open;
    };
    if (one.do === 'wait') {
      for (const each of devices) each.open = undefined;
      continue;
    }
    const session = here.open ?? begin();
    if (one.do === 'visit with token' && here.token !== undefined) session.customer ??= here.token;
    if (one.do === 'log out') {
      here.token = undefined;
      begin();
    }
    if (one.do === 'log in') {
      const theirs = session.customer === undefined || session.customer === one.customer ? session : begin();
      theirs.customer = one.customer;
      here.last = here.token = one.customer;
    }
  }
  return sessions;
};

/**
 * Whose a session is: its customer's; else that of who was logged in on the device last; else of who logs in on it first; else nobody's
 * but the device's.
 */
const personOf = (session: Expected, sessions: readonly Expected[]): string => {
  const first = sessions.find((other) => other.device === session.device && other.customer !== undefined);
  const customer = session.customer ?? session.after ?? first?.customer;
  return customer === undefined ? `device ${session.device}` : `customer ${customer}`;
};

it('logins, logouts and returns on several devices, in any order, make the sessions and persons that the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const deps = testDependencies();
      const browsers = Array.from({ length: DEVICES }, () => customerBrowser(deps));
      const tokens = new Map<number, string>();
      for (const one of actions) {
        deps.clock.nowMs += 1_000;
        const browser = browsers[one.device] as (typeof browsers)[number];
        switch (one.do) {
          case 'visit':
            await browser.visit();
            break;
          case 'visit with token':
            await browser.visit(tokens.get(one.device));
            break;
          case 'log in':
            await browser.logIn(`c${one.customer}`);
            tokens.set(one.device, `c${one.customer}`);
            break;
          case 'log out':
            await browser.logOut();
            tokens.delete(one.device);
            break;
          case 'wait':
            deps.clock.nowMs += SESSION_IDLE_MS;
            break;
        }
      }

      const expected = expectedSessions(actions);
      const recorded = recordedSessions(deps).sort((a, b) => a.startedAt - b.startedAt);
      expect(recorded.map(({ customerId, type }) => [customerId, type])).toEqual(
        expected.map(({ customer }) =>
          customer === undefined ? [undefined, 'ANONYMOUS'] : [`c${customer}`, 'CUSTOMER'],
        ),
      );
      const persons = new Map<string, string>();
      for (const [index, session] of expected.entries()) {
        const person = personOf(session, expected);
        const visitor = recorded[index]?.person as string;
        expect(persons.get(person) ?? visitor).toBe(visitor);
        persons.set(person, visitor);
      }
      expect(new Set(persons.values()).size).toBe(persons.size);
      expect(deps.log.lines).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
