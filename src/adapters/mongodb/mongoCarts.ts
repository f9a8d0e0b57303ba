import { createHash } from 'node:crypto';
import type { SiteId } from '../../domain/ids.ts';
import type { Cart, CartItem, CartOwner, Carts, MergedCart } from '../../ports/Carts.ts';
import type { Document, DriverDb } from './driverPart.ts';
import { SHOP_CARTS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { duplicatesOf } from './upsertEach.ts';

/** Whoever reads the record must not be able to come as somebody's browser. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A site's id holds no colon. */
export const cartKey = (site: SiteId, owner: CartOwner): string =>
  owner.kind === 'customer'
    ? `${site}:customer:${owner.customer}`
    : `${site}:anonymous:${hashOf(owner.token)}`;

const plainItems = (items: readonly CartItem[]): CartItem[] =>
  items.map(({ productId, quantity }) => ({ productId, quantity }));

const plainMerged = (merged: readonly MergedCart[]): MergedCart[] =>
  merged.map(({ id, version, items }) => ({ id, version, items: plainItems(items) }));

const cartOfDocument = (document: Document): Cart => {
  const stored = document as {
    readonly cartId: string;
    readonly version: number;
    readonly items: readonly CartItem[];
    /** Carts of before there were notes have none. */
    readonly merged?: readonly MergedCart[];
  };
  return {
    id: stored.cartId,
    version: stored.version,
    items: plainItems(stored.items),
    merged: plainMerged(stored.merged ?? []),
  };
};

/**
 * Carts, on MongoDB's driver or on whatever offers the same part of its interface: the embedded engine.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoCarts = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): Carts => {
  const { answer, findOne } = recordAnswers(timeoutMs);
  const carts = db.collection(SHOP_CARTS);

  return {
    find: async (site, owner) => {
      const document = await findOne('find a cart', carts, { _id: cartKey(site, owner) });
      return document && cartOfDocument(document);
    },

    save: async (site, owner, { id, version, items, merged }) => {
      const isFirst = version === 1;
      const change = {
        // One that is there already is met by its key, and refused as a duplicate.
        filter: { _id: cartKey(site, owner), version: isFirst ? { $exists: false } : version - 1 },
        update: {
          $setOnInsert: { siteId: site, kind: owner.kind },
          $set: { cartId: id, version, items: plainItems(items), merged: plainMerged(merged) },
          // Until when a cart is kept hangs on a field that customers' carts do not have.
          $currentDate: { updatedAt: true, ...(owner.kind === 'anonymous' ? { anonymousAt: true } : {}) },
        },
        upsert: isFirst,
      };
      let saved = 0;
      const there = await answer('keep a cart', () =>
        duplicatesOf(async () => {
          const { matchedCount, upsertedCount } = await carts.bulkWrite([{ updateOne: change }], {
            ordered: false,
          });
          saved = matchedCount + upsertedCount;
        }),
      );
      return there.length === 0 && saved === 1;
    },

    remove: async (site, owner, { id, version }) => {
      const filter = { _id: cartKey(site, owner), cartId: id, version };
      const { deletedCount } = await answer('remove a cart', () => carts.deleteMany(filter));
      return deletedCount === 1;
    },
  };
};
