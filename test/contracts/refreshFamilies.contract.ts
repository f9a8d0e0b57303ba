import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoRefreshFamilies } from '../../src/adapters/mongodb/mongoRefreshFamilies.ts';
import type { CustomerId, SiteId } from '../../src/domain/ids.ts';
import type { RefreshFamilies, RefreshFamily } from '../../src/ports/RefreshFamilies.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const SHOP = 'shop' as SiteId;
const OTHER = 'other' as SiteId;
const START = 1_795_348_800_000;

const family: RefreshFamily = {
  id: 'f1',
  site: SHOP,
  customer: 'c1' as CustomerId,
  currentHash: 'one',
  rotatedAt: START,
  expiresAt: START + 1_000,
};

/** What every place of logins that go on does (`src/ports/RefreshFamilies.ts`). */
export const refreshFamiliesContract = (start: () => Promise<RecordPlace>): void => {
  describe('logins that go on', () => {
    let place: RecordPlace;
    let families: RefreshFamilies;
    beforeAll(async () => {
      place = await start();
      families = mongoRefreshFamilies({ db: place.db, timeoutMs: 10_000 });
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    const rotate = (fromHash: string, toHash: string, site = SHOP) =>
      families.rotate(
        { site, id: 'f1' },
        { fromHash, toHash, rotatedAt: START + 5, expiresAt: START + 2_000 },
      );

    it('are found as they began', async () => {
      await families.begin(family);
      expect(await families.find(SHOP, 'f1')).toEqual(family);
      expect(await families.find(SHOP, 'f2')).toBeUndefined();
      expect(await families.find(OTHER, 'f1')).toBeUndefined();
    });

    it('go on with another token, and remember the one before', async () => {
      await families.begin(family);
      expect(await rotate('one', 'two')).toBe(true);
      expect(await families.find(SHOP, 'f1')).toEqual({
        ...family,
        currentHash: 'two',
        formerHash: 'one',
        rotatedAt: START + 5,
        expiresAt: START + 2_000,
      });
    });

    it('go on with the current token alone', async () => {
      await families.begin(family);
      expect(await rotate('other', 'two')).toBe(false);
      expect(await rotate('one', 'two', OTHER)).toBe(false);
      expect(await families.find(SHOP, 'f1')).toEqual(family);
      await rotate('one', 'two');
      expect(await rotate('one', 'three')).toBe(false);
    });

    it('go on once where twenty use one token at once', async () => {
      await families.begin(family);
      const rotated = await Promise.all(
        Array.from({ length: 20 }, (_, index) => rotate('one', `to${index}`)),
      );
      expect(rotated.filter(Boolean)).toHaveLength(1);
      expect((await families.find(SHOP, 'f1'))?.currentHash).toBe(`to${rotated.indexOf(true)}`);
    });

    it('end for good, each for itself', async () => {
      await families.begin(family);
      await families.begin({ ...family, id: 'f2' });
      await families.begin({ ...family, site: OTHER });
      await families.end(SHOP, 'f1');
      await families.end(SHOP, 'nobody');
      expect(await families.find(SHOP, 'f1')).toBeUndefined();
      expect(await rotate('one', 'two')).toBe(false);
      expect(await families.find(SHOP, 'f2')).toBeDefined();
      expect(await families.find(OTHER, 'f1')).toBeDefined();
    });
  });
};
