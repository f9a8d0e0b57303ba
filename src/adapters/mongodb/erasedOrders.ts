import type { SiteId } from '../../domain/ids.ts';
import type { FoldedOrder } from '../../domain/metrics/orderFact.ts';
import { foldedOrderOf } from '../../domain/metrics/orderValues.ts';
import type { SessionFact } from '../../domain/metrics/sessionFact.ts';
import type { UnjoinedTold } from '../../domain/orders/shopOrder.ts';
import type { Document, UpdateOneOperation } from './driverPart.ts';
import { hashedField } from './hashedField.ts';
import { orderOfDocument, type Told, tellersOf, toldUnjoined } from './orderDocument.ts';
import type { PageRemains } from './remainders.ts';

/** Which order an event's document tells of, read with its properties. */
export const orderIdOf = ({ properties }: Document): string | undefined => {
  const orderId = (properties as { readonly orderId?: unknown } | undefined)?.orderId;
  return typeof orderId === 'string' ? orderId : undefined;
};

/** Whether a word on an order names somebody who is erased. */
export type NamesErased = (told: {
  readonly sessionId: string;
  readonly b: string;
  readonly visitorId: string;
}) => boolean;

const unjoinedWord = (site: SiteId, orderId: string, told: Told): UnjoinedTold => ({
  site,
  orderId,
  kind: told.type === 'order_refunded' ? 'order_refunded' : 'order_completed',
  amountMinor: told.amountMinor ?? 0,
  ...(told.currency === undefined ? {} : { currency: told.currency }),
  ...(told.refundId === undefined ? {} : { refundId: told.refundId }),
  occurredAt: told.occurredAt.getTime(),
  receivedAt: told.receivedAt.getTime(),
  reason: 'erased',
});

/** Values that are pages' paths. */
const PAGES: ReadonlySet<string> = new Set(['landingPage', 'exitPage']);

/** Under which values an order is counted from now on: those of its last fold, or of its session while that is known. */
const valuesOf = (
  document: Document,
  sessionOf: (id: string) => SessionFact | undefined,
  page: PageRemains,
): FoldedOrder | undefined => {
  const order = orderOfDocument(document);
  if (order === undefined) return undefined;
  const session = order.session && sessionOf(order.session.id);
  // What no fold has counted yet counts nothing yet; the next one does.
  const folded =
    order.folded ??
    (session && { ...foldedOrderOf(order, session, order.currency), orders: 0, revenueMinor: 0 });
  return (
    folded && {
      ...folded,
      values: Object.fromEntries(
        Object.entries(folded.values).map(([dimension, value]) => [
          dimension,
          PAGES.has(dimension) ? (page(value) ?? value) : value,
        ]),
      ),
    }
  );
};

/**
 * Takes the session out of an order: the shop's money stays, and the values that it was counted under, so that the numbers stay what
 * they are.
 * @returns none where no word names anybody who is erased
 */
export const erasedOrderUpdates = (
  document: Document,
  {
    namesErased,
    sessionOf,
    page,
  }: {
    readonly namesErased: NamesErased;
    readonly sessionOf: (id: string) => SessionFact | undefined;
    readonly page: PageRemains;
  },
): UpdateOneOperation['updateOne'][] => {
  const {
    siteId,
    orderId,
    told,
    tellers = [],
  } = document as unknown as {
    readonly siteId: SiteId;
    readonly orderId: string;
    readonly told: { readonly [field: string]: Told };
    readonly tellers?: readonly string[];
  };
  const filter = { _id: document._id };
  // Of two words with one name the last stays: the earlier told.
  const erased = Object.entries(told)
    .filter(([, word]) => !('unjoined' in word) && namesErased(word))
    .sort(([, a], [, b]) => b.occurredAt.getTime() - a.occurredAt.getTime());
  const isErased = new Set(erased.map(([, word]) => word));
  const remaining = new Set(
    Object.values(told)
      .filter((word) => !isErased.has(word))
      .flatMap(tellersOf),
  );
  // After the words, and also where these are gone already: it is found by them.
  const untold = tellers
    .filter((teller) => !remaining.has(teller))
    .map((teller) => ({ filter, update: { $pull: { tellers: teller } } }));
  if (erased.length === 0) return untold;
  const words = erased.map(([, word]) => toldUnjoined(unjoinedWord(siteId, orderId, word)));
  const folded = valuesOf(document, sessionOf, page);
  const update = {
    $set: {
      ...Object.fromEntries(words.map((word) => [`told.${hashedField(word.id)}`, word])),
      ...(folded === undefined ? {} : { folded }),
    },
    $unset: Object.fromEntries(erased.map(([field]) => [`told.${field}`, ''])),
  };
  return [{ filter, update }, ...untold];
};
