import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mongoCarts } from '../../src/adapters/mongodb/mongoCarts.ts';
import type { CartOwner, Carts } from '../../src/ports/Carts.ts';
import type { Catalogue } from '../../src/ports/Catalogue.ts';
import { quantityIn, withQuantity } from '../../src/storefront/carts/cartArithmetic.ts';
import { createCartKeeper } from '../../src/storefront/carts/createCartKeeper.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { Killed } from '../aggregate/interruptedPorts.ts';
import { ANNA, product, SITE } from '../orders/orderFixtures.ts';
import { NOON } from '../support/testShop.ts';

const SCHEDULES = process.env.CI === 'true' ? 3_000 : 500;
/** The planted mistakes are looked for along the same schedules every time. */
const PLANTED = { numRuns: 2_000, seed: 20261123 };

const TOKENS = ['A', 'B'].map((letter) => letter.repeat(22));
const PRODUCT_IDS = ['boots', 'socks'];
const OWN: CartOwner = { kind: 'customer', customer: ANNA };

interface Ports {
  readonly carts: Carts;
  readonly catalogue: Pick<Catalogue, 'find'>;
}
type Plant = (ports: Ports) => Ports;

type Act =
  | { readonly kind: 'put'; readonly into: CartOwner; readonly productId: string }
  /** Killed at that step, before or after a call of a port. */
  | { readonly kind: 'login'; readonly token: string; readonly killedAt: number };

const tokens = fc.constantFrom(...TOKENS);
const put: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('put' as const),
  into: fc.oneof(
    fc.constant(OWN),
    tokens.map((token): CartOwner => ({ kind: 'anonymous', token })),
  ),
  productId: fc.constantFrom(...PRODUCT_IDS),
});
const login: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('login' as const),
  token: tokens,
  killedAt: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.constant(Number.POSITIVE_INFINITY)),
});
/** One after the other, each of them acts at once. */
const rounds = fc.array(fc.array(fc.oneof(put, login), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

const stepped = (ports: Ports, step: (label: string) => Promise<void>): Ports => {
  const wrapped = <P extends object>(port: P): P =>
    Object.fromEntries(
      Object.entries(port).map(([method, run]) => [
        method,
        async (...args: unknown[]) => {
          await step(`before ${method}`);
          const result = await run(...args);
          await step(`after ${method}`);
          return result;
        },
      ]),
    ) as P;
  return { carts: wrapped(ports.carts), catalogue: wrapped(ports.catalogue) };
};

const onceEach = (plant: Plant = (ports) => ports) =>
  fc.asyncProperty(rounds, fc.scheduler(), async (acts, scheduler) => {
    const ports = plant({
      carts: mongoCarts({ db: inMemoryDb(() => NOON) }),
      catalogue: { find: async (_, ids) => ids.map((id) => product(id, { stock: 1_000 })) },
    });
    const keeperOf = (killedAt: number) => {
      let steps = 0;
      const step = async (label: string): Promise<void> => {
        steps += 1;
        if (steps >= killedAt) throw new Killed(`at step ${steps}, ${label}`);
        await scheduler.schedule(Promise.resolve(), label);
      };
      return createCartKeeper({ ...stepped(ports, step), randomId: randomUUID });
    };
    const act = async (one: Act): Promise<void> => {
      if (one.kind === 'put') {
        const { into, productId } = one;
        await keeperOf(Number.POSITIVE_INFINITY).change(SITE, into, (cart) => {
          const items = cart?.items ?? [];
          return { items: withQuantity(items, { productId, quantity: quantityIn(items, productId) + 1 }) };
        });
        return;
      }
      try {
        await keeperOf(one.killedAt).merge(SITE, [one.token], ANNA);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    };
    for (const atOnce of acts) await scheduler.waitFor(Promise.all(atOnce.map(act)));
    const keeper = createCartKeeper({ ...ports, randomId: randomUUID });
    await keeper.merge(SITE, TOKENS, ANNA);

    const items = (await keeper.find(SITE, OWN))?.items ?? [];
    const pieces = PRODUCT_IDS.map((id) => quantityIn(items, id));
    const wanted = PRODUCT_IDS.map(
      (id) => acts.flat().filter((one) => one.kind === 'put' && one.productId === id).length,
    );
    expect(pieces).toEqual(wanted);
    expect(await keeper.anonymousOwner(SITE, TOKENS)).toBeUndefined();
  });

const MISTAKES: { readonly [mistake: string]: Plant } = {
  'forgets what came in already': ({ carts, ...others }) => ({
    ...others,
    carts: { ...carts, save: (site, owner, cart) => carts.save(site, owner, { ...cart, merged: [] }) },
  }),
  'removes a cart that something was put into meanwhile': ({ carts, ...others }) => ({
    ...others,
    carts: {
      ...carts,
      remove: async (site, owner) => {
        const cart = await carts.find(site, owner);
        return cart === undefined || carts.remove(site, owner, cart);
      },
    },
  }),
};

describe('carts of browsers, merged by logins that are killed anywhere, at once and again', () => {
  it(`come into the customer’s cart once, with every piece (${SCHEDULES} schedules)`, {
    timeout: 300_000,
  }, async () => {
    await fc.assert(onceEach(), { numRuns: SCHEDULES });
  });
});

describe('the schedules find a shop that', () => {
  it.each(Object.entries(MISTAKES))('%s', { timeout: 300_000 }, async (_, plant) => {
    const found = await fc.check(onceEach(plant), PLANTED);
    expect(found.failed).toBe(true);
    expect(String(found.errorInstance)).toMatch(/to deeply equal/);
  });
});
