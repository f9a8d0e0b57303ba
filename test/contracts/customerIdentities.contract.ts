import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { CustomerIdentities } from '../../src/ports/CustomerIdentities.ts';

export interface IdentitiesUnderTest {
  readonly identities: CustomerIdentities;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const SHOP = 'shop' as SiteId;

/** What every store of customers' visitors does (`src/ports/CustomerIdentities.ts`). */
export const customerIdentitiesContract = (name: string, open: () => Promise<IdentitiesUnderTest>): void => {
  describe(`customers' visitors in ${name}`, () => {
    let store: IdentitiesUnderTest;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => store.clear());
    afterAll(() => store.close());

    const identify = (customer: string, visitor: string, site = SHOP) =>
      store.identities.identify({
        site,
        customer: customer as CustomerId,
        visitor: visitor as VisitorId,
        freshVisitor: `fresh ${customer}` as VisitorId,
      });

    it("make a browser's visitor the customer's at its first login, however often it is repeated", async () => {
      for (let time = 0; time < 3; time++) expect(await identify('anna', 'v1')).toEqual({ visitor: 'v1' });
    });

    it('bring a second device to the visitor of the first, and tell whose sessions come along', async () => {
      await identify('anna', 'v1');
      expect(await identify('anna', 'v2')).toEqual({ visitor: 'v1', formerVisitor: 'v2' });
      expect(await identify('anna', 'v1')).toEqual({ visitor: 'v1' });
    });

    it("give another customer on the same browser a visitor of its own, and none of the first one's sessions", async () => {
      await identify('anna', 'v1');
      expect(await identify('ben', 'v1')).toEqual({ visitor: 'fresh ben' });
      expect(await identify('ben', 'fresh ben')).toEqual({ visitor: 'fresh ben' });
      expect(await identify('ben', 'v2')).toEqual({ visitor: 'fresh ben', formerVisitor: 'v2' });
      expect(await identify('anna', 'v2')).toEqual({ visitor: 'v1' });
      expect(await identify('anna', 'fresh ben')).toEqual({ visitor: 'v1' });
    });

    it('hold sites apart', async () => {
      await identify('anna', 'v1');
      expect(await identify('ben', 'v1', 'other' as SiteId)).toEqual({ visitor: 'v1' });
    });

    it('give one visitor to a customer who logs in on ten browsers at once', async () => {
      const found = await Promise.all(
        Array.from({ length: 10 }, (_, index) => identify('anna', `v${index}`)),
      );
      const [visitor] = new Set(found.map((one) => one.visitor));
      expect(new Set(found.map((one) => one.visitor)).size).toBe(1);
      for (const [index, one] of found.entries()) {
        expect(one.formerVisitor).toBe(`v${index}` === visitor ? undefined : `v${index}`);
      }
    });

    it('give a browser to one of the customers who log in on it at once', async () => {
      const customers = ['anna', 'ben', 'cleo'];
      const found = await Promise.all(customers.map((customer) => identify(customer, 'v1')));
      expect(new Set(found.map(({ visitor }) => visitor)).size).toBe(3);
      expect(found.filter(({ visitor }) => visitor === 'v1')).toHaveLength(1);
      expect(found.every(({ formerVisitor }) => formerVisitor === undefined)).toBe(true);
    });

    it('never give two customers one visitor, nor one visitor’s sessions to both, in any order and at any pace', async () => {
      const login = fc.record({ customer: fc.nat(3), visitor: fc.nat(4) });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(login, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
          async (rounds) => {
            await store.clear();
            const visitorOf = new Map<number, string>();
            const takenBy = new Map<string, number>();
            for (const together of rounds) {
              const found = await Promise.all(
                together.map(({ customer, visitor }) => identify(`c${customer}`, `v${visitor}`)),
              );
              for (const [index, { visitor, formerVisitor }] of found.entries()) {
                const customer = together[index]?.customer as number;
                expect(visitorOf.get(customer) ?? visitor).toBe(visitor);
                visitorOf.set(customer, visitor);
                for (const taken of [visitor, formerVisitor].filter((id) => id !== undefined)) {
                  expect(takenBy.get(taken) ?? customer).toBe(customer);
                  takenBy.set(taken, customer);
                }
              }
            }
            expect(new Set(visitorOf.values()).size).toBe(visitorOf.size);
          },
        ),
        { numRuns: 25 },
      );
    });
  });
};
