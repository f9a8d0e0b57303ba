import { describe, expect, it } from 'vitest';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryIdentities } from '../../src/adapters/memory/memoryIdentities.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { eventTypesOf, recordOf, testDependencies } from '../support/testShop.ts';
import { customerBrowser, recordedSessions } from './loginShop.ts';

const cookieOf = (jar: ReadonlyMap<string, string>): { sid: string; vid: string; b: string; k: string } =>
  JSON.parse(Buffer.from(jar.get('session')?.split('.')[0] ?? '', 'base64url').toString());

const noRecord = { identify: () => Promise.reject(new RecordUnavailable('down')) };

describe('two customers stay two', () => {
  it('where the first one logged in while nobody could say who she is', async () => {
    const deps = testDependencies({ identities: memoryIdentities() });
    const browser = customerBrowser({ ...deps, identities: noRecord });
    await browser.logIn('anna');
    await browser.logOut();
    const shared = customerBrowser(deps, { jar: browser.jar });
    await shared.logIn('ben');
    const elsewhere = customerBrowser(deps);
    await elsewhere.logIn('ben');
    await shared.logOut();
    await shared.logIn('anna');
    const persons = new Map<string, Set<string>>();
    for (const { customerId, person } of recordedSessions(deps)) {
      if (customerId) persons.set(customerId, (persons.get(customerId) ?? new Set()).add(person));
    }
    const [anna, ben] = [[...(persons.get('anna') ?? [])], [...(persons.get('ben') ?? [])]];
    expect(ben).toHaveLength(1);
    expect(anna).not.toContain(ben[0]);
  });

  it.each([
    ['in an anonymous session', undefined],
    ['in a third one’s session', 'cleo'],
  ])('who log in at once %s: each session is one customer’s, and each cookie is good', async (_, before) => {
    const deps = testDependencies();
    const browser = customerBrowser(deps);
    await browser.visit();
    if (before !== undefined) await browser.logIn(before);
    const entered = Promise.withResolvers<void>();
    let waiting = 0;
    const together = async () => {
      waiting += 1;
      if (waiting === 2) entered.resolve();
      await entered.promise;
    };
    const tabs = ['anna', 'ben'].map((customer) => ({
      customer,
      tab: customerBrowser(deps, { jar: new Map(browser.jar), hooks: { entered: together } }),
    }));
    await Promise.all(tabs.map(({ tab, customer }) => tab.logIn(customer)));
    const sessions = recordedSessions(deps);
    for (const { customer, tab } of tabs) {
      const { sid, k } = cookieOf(tab.jar);
      const own = sessions.filter(({ customerId }) => customerId === customer);
      expect(own).toMatchObject([{ id: sid, secret: k }]);
      const { session } = await customerBrowser(deps, { jar: tab.jar }).visit();
      expect(session).toMatchObject({ id: sid, customerId: customer, visitor: own[0]?.visitor });
    }
    expect(new Set(sessions.flatMap(({ customerId, person }) => (customerId ? [person] : []))).size).toBe(
      before === undefined ? 2 : 3,
    );
  });

  it('where somebody logs in by a planted cookie, and the victim out', async () => {
    const deps = testDependencies();
    const victim = customerBrowser(deps);
    await victim.visit();
    const mallory = customerBrowser(deps, { jar: new Map(victim.jar) });
    await victim.logIn('victim');
    await mallory.logIn('mallory');
    const { session, body } = await victim.logOut();
    expect(session).toMatchObject({ type: 'ANONYMOUS' });
    expect(body.split('"session":')[1]).not.toContain('mallory');
    expect(cookieOf(victim.jar).sid).not.toBe(cookieOf(mallory.jar).sid);
    expect((await mallory.visit()).session).toMatchObject({ customerId: 'mallory' });
  });

  it('where a planted cookie finds the live copy gone, and the victim is back a moment before', async () => {
    const deps = testDependencies();
    const victim = customerBrowser(deps);
    await victim.visit();
    const planted = new Map(victim.jar);
    const afterLoss = { ...deps, hotSessions: memoryHotSessions() };
    const stale = recordOf([...deps.messages]);
    const thief = customerBrowser(
      {
        ...afterLoss,
        findSession: async (key) => {
          const found = await stale(key);
          await customerBrowser({ ...afterLoss, findSession: stale }, { jar: victim.jar }).logIn('victim');
          return found;
        },
      },
      { jar: planted },
    );
    const { session, setCookies, body } = await thief.visit();
    expect(session).toMatchObject({ id: cookieOf(victim.jar).sid, type: 'ANONYMOUS' });
    expect(setCookies).toEqual([]);
    expect(body).not.toContain('victim');
  });
});

describe('a login that the live copy missed', () => {
  /** A store that forgets each change of its first use. */
  const forgetful = (hotSessions: HotSessions): HotSessions => ({
    ...hotSessions,
    change: async () => ({ outcome: 'changed' }),
  });

  it.each(['token', 'login'])(
    'is made good by the next request that proves the customer (%s), in the same session',
    async (by) => {
      const deps = testDependencies();
      const browser = customerBrowser({ ...deps, hotSessions: forgetful(deps.hotSessions) });
      await browser.visit();
      await browser.logIn('anna');
      const { sid } = cookieOf(browser.jar);
      const later = customerBrowser(deps, { jar: browser.jar });
      await later.visit();
      const { session } = by === 'token' ? await later.visit('anna') : await later.logIn('anna');
      expect(session).toMatchObject({ id: sid, type: 'CUSTOMER', customerId: 'anna' });
      expect(eventTypesOf(deps)).not.toContain('customer_logout');
      expect(recordedSessions(deps)).toHaveLength(1);
    },
  );

  it('is no other customer’s: that one gets a session of its own', async () => {
    const deps = testDependencies();
    const browser = customerBrowser({ ...deps, hotSessions: forgetful(deps.hotSessions) });
    await browser.visit();
    await browser.logIn('anna');
    const { sid } = cookieOf(browser.jar);
    const later = customerBrowser(deps, { jar: browser.jar });
    await later.visit('ben');
    expect(cookieOf(browser.jar).sid).toBe(sid);
    await later.logIn('ben');
    expect(cookieOf(browser.jar).sid).not.toBe(sid);
    expect(recordedSessions(deps).map(({ customerId }) => customerId)).toEqual(['anna', 'ben']);
  });
});

it('of two cookies of one session, left under two paths or domains, the later login’s counts', async () => {
  const deps = testDependencies();
  const browser = customerBrowser(deps);
  await browser.visit();
  const old = browser.jar.get('session') as string;
  await browser.logIn('anna');
  const fresh = browser.jar.get('session') as string;
  deps.clock.nowMs += 120_000;
  for (const values of [
    [old, fresh],
    [fresh, old],
  ]) {
    const both = new Map([['session', values.join('; session=')]]);
    expect((await customerBrowser(deps, { jar: both }).visit()).session).toMatchObject({
      customerId: 'anna',
    });
  }
});
