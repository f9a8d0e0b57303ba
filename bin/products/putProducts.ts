import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { PRODUCTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { productUpsert } from '../../src/adapters/mongodb/productDocument.ts';
import { recordAnswers } from '../../src/adapters/mongodb/recordAnswers.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Product } from '../../src/ports/Catalogue.ts';

/**
 * Puts products into a site's catalogue. One that is there is described anew, and keeps its stock: that is the orders' to change.
 * @returns how many are new, and how many were there
 * @throws RecordUnavailable
 */
export const putProducts = async (
  { db, timeoutMs }: { readonly db: DriverDb; readonly timeoutMs: number },
  site: SiteId,
  products: readonly Product[],
): Promise<{ readonly made: number; readonly described: number }> => {
  const catalogue = mongoCatalogue({ db, timeoutMs });
  const known = await catalogue.find(
    site,
    products.map(({ id }) => id),
  );
  await catalogue.seed(site, products);
  const descriptions = products.map((product, position) => {
    const { filter, update } = productUpsert(site, product, position);
    const { stock, ...described } = update.$set;
    return { updateOne: { filter: { _id: filter._id }, update: { $set: described } } };
  });
  await recordAnswers(timeoutMs).answer('describe products', () =>
    db.collection(PRODUCTS).bulkWrite(descriptions, { ordered: false }),
  );
  return { made: products.length - known.length, described: known.length };
};
