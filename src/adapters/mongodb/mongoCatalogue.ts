import type { SiteId } from '../../domain/ids.ts';
import type { Catalogue } from '../../ports/Catalogue.ts';
import { updated } from './conditionalUpdate.ts';
import type { DriverDb } from './driverPart.ts';
import { hashedField } from './hashedField.ts';
import { PRODUCT_SALES, PRODUCTS } from './indexes.ts';
import { productKey, productOfDocument, productTotalsUpsert, productUpsert } from './productDocument.ts';
import { salesDayUpsert, salesOfDocument } from './productSalesDocument.ts';
import { recordAnswers } from './recordAnswers.ts';
import { upsertEach } from './upsertEach.ts';

/**
 * So many reservations that are over a product remembers: for somebody who still works on one of them. Whoever takes stock has
 * read its order within the second (`src/orders/freshness.ts`); with the seconds that either command may wait it is under ten, in
 * which one document hardly sees a hundred end each second. 32 KB; on the embedded engine an order's three updates take 1.6 ms
 * with them, and 1.0 ms with a fifth of them (2026-11-23).
 */
const REMEMBERED = 1_000;

const over = (field: string) => ({ $push: { over: { $each: [field], $slice: -REMEMBERED } } });
const held = (field: string): string => `held.${field}`;
const HIDDEN = { held: 0, over: 0 } as const;

/**
 * A shop's goods on MongoDB's driver, or on the embedded engine. What a reservation holds is noted in the product's own document:
 * stock and note change in one update, so that no crash parts them.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoCatalogue = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): Catalogue => {
  const { answer, findAll, findOne } = recordAnswers(timeoutMs);
  const products = db.collection(PRODUCTS);
  const sales = db.collection(PRODUCT_SALES);

  /** Finds a product that knows nothing of it. */
  const unknown = (_id: string, field: string) => ({
    _id,
    [held(field)]: { $exists: false },
    over: { $ne: field },
  });

  const noted = async (_id: string, field: string): Promise<{ held?: number; over: boolean } | undefined> => {
    const found = await findOne('find a product', products, { _id }, { projection: { held: 1, over: 1 } });
    if (found === undefined) return undefined;
    const quantity = (found.held as { readonly [field: string]: number } | undefined)?.[field];
    return {
      ...(quantity === undefined ? {} : { held: quantity }),
      over: ((found.over as readonly string[] | undefined) ?? []).includes(field),
    };
  };

  return {
    products: async (site) =>
      (
        await findAll(
          'list products',
          products,
          { siteId: site, price: { $exists: true } },
          { projection: HIDDEN, sort: { position: 1, _id: 1 } },
        )
      ).map(productOfDocument),

    find: async (site, productIds) => {
      if (productIds.length === 0) return [];
      const filter = {
        _id: { $in: productIds.map((id) => productKey(site, id)) },
        price: { $exists: true },
      };
      return (await findAll('find products', products, filter, { projection: HIDDEN })).map(
        productOfDocument,
      );
    },

    seed: (site, seeded) =>
      answer('store products', () =>
        upsertEach(
          products,
          seeded.map((product, position) => productUpsert(site, product, position)),
        ),
      ),

    setStock: async (site, productId, stock) => {
      await answer('set a stock', () =>
        updated(products, { filter: { _id: productKey(site, productId) }, update: { $set: { stock } } }),
      );
    },

    reserve: async (site, productId, { id, quantity }) => {
      const _id = productKey(site, productId);
      const field = hashedField(id);
      const taken = await answer('reserve a product', () =>
        updated(products, {
          filter: { ...unknown(_id, field), stock: { $gte: quantity } },
          update: { $inc: { stock: -quantity }, $set: { [held(field)]: quantity } },
        }),
      );
      return taken || (await noted(_id, field))?.held !== undefined;
    },

    release: async (site, productId, reservationId) => {
      const _id = productKey(site, productId);
      const field = hashedField(reservationId);
      for (;;) {
        const note = await noted(_id, field);
        if (note === undefined || note.over) return;
        const { held: quantity } = note;
        const done = await answer('release a product', () =>
          updated(
            products,
            quantity === undefined
              ? { filter: unknown(_id, field), update: over(field) }
              : {
                  filter: { _id, [held(field)]: { $exists: true } },
                  update: { $inc: { stock: quantity }, $unset: { [held(field)]: '' }, ...over(field) },
                },
          ),
        );
        if (done) return;
      }
    },

    restock: async (site, productId, { id, quantity }) => {
      const field = hashedField(id);
      await answer('restock a product', () =>
        updated(products, {
          filter: unknown(productKey(site, productId), field),
          update: { $inc: { stock: quantity }, $set: { [held(field)]: quantity } },
        }),
      );
    },

    settle: async (site: SiteId, notes) => {
      const operations = notes.map(({ productId, id }) => {
        const field = hashedField(id);
        return {
          updateOne: {
            filter: { _id: productKey(site, productId), [held(field)]: { $exists: true } },
            update: { $unset: { [held(field)]: '' }, ...over(field) },
          },
        };
      });
      if (operations.length === 0) return;
      await answer('settle reservations', () => products.bulkWrite(operations, { ordered: false }));
    },

    saveSalesDay: (site, day, totals) =>
      answer('store sales of a day', () => upsertEach(sales, [salesDayUpsert(site, day, totals)])),

    salesDays: async (site, productId) =>
      (await findAll('give sales of a product', sales, { siteId: site, productId })).map(salesOfDocument),

    saveTotals: (site, totals) =>
      answer('store totals of products', () =>
        upsertEach(
          products,
          totals.map((total) => productTotalsUpsert(site, total)),
        ),
      ),
  };
};
