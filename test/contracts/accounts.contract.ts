import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoAccounts } from '../../src/adapters/mongodb/mongoAccounts.ts';
import type { CustomerId, SiteId } from '../../src/domain/ids.ts';
import type { Account } from '../../src/ports/Accounts.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const SHOP = 'shop' as SiteId;
const OTHER = 'other' as SiteId;

const anna: Account = {
  site: SHOP,
  email: "o'anna+tag.$x@example.com",
  customer: 'c1' as CustomerId,
  name: 'Anna Ö.',
  passwordHash: 'scrypt$16$1$1$a$b',
  createdAt: 1_795_348_800_123,
};

/** What every place of accounts does (`src/ports/Accounts.ts`). */
export const accountsContract = (start: () => Promise<RecordPlace>): void => {
  describe('accounts', () => {
    let place: RecordPlace;
    let accounts: ReturnType<typeof mongoAccounts>;
    beforeAll(async () => {
      place = await start();
      accounts = mongoAccounts({ db: place.db, timeoutMs: 10_000 });
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    it('are found as they were made, by their address and by their customer', async () => {
      expect(await accounts.create(anna)).toBe(true);
      expect(await accounts.findByEmail(SHOP, anna.email)).toEqual(anna);
      expect(await accounts.findByCustomer(SHOP, anna.customer)).toEqual(anna);
      expect(await accounts.findByEmail(SHOP, 'ben@example.com')).toBeUndefined();
      expect(await accounts.findByCustomer(SHOP, 'c2' as CustomerId)).toBeUndefined();
    });

    it('are one for an address, the first, and another at another site', async () => {
      await accounts.create(anna);
      expect(await accounts.create({ ...anna, customer: 'c2' as CustomerId, name: 'Eve' })).toBe(false);
      expect(await accounts.findByEmail(SHOP, anna.email)).toEqual(anna);
      expect(await accounts.findByEmail(OTHER, anna.email)).toBeUndefined();
      expect(await accounts.findByCustomer(OTHER, anna.customer)).toBeUndefined();
      expect(await accounts.create({ ...anna, site: OTHER })).toBe(true);
    });

    it('are one, made by one, where twenty make them at once', async () => {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          accounts.create({ ...anna, customer: `c${index}` as CustomerId }),
        ),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
      const winner = await accounts.findByEmail(SHOP, anna.email);
      expect(winner?.customer).toBe(`c${made.indexOf(true)}`);
    });
  });
};
