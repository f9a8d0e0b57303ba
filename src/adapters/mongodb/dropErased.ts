import { ORDER_EVENTS, type StoredEvent } from '../../domain/events/event.ts';
import type { SiteId } from '../../domain/ids.ts';
import type { DriverDb, Filter } from './driverPart.ts';
import { erasedEvents, type IsErased } from './erasedEvents.ts';
import { erasedOrderUpdates, orderIdOf } from './erasedOrders.ts';
import { EVENTS, ORDERS, SESSIONS, VISITORS } from './indexes.ts';
import { orderKey } from './orderDocument.ts';
import type { RecordAnswers } from './recordAnswers.ts';
import type { Tombstones } from './tombstones.ts';
import { leftToErasures } from './unfinishedErasures.ts';
import { type Update, updateEach } from './upsertEach.ts';
import { visitorKey } from './visitorDocument.ts';

/**
 * Takes what was just written of erased persons away again. One command where nobody of the batch was erased, and up to six more
 * where somebody was: their messages were under way when they were erased.
 *
 * What an erasure under way lists is left to it: it may have yet to make what remains of it, and looks for it once more at its end.
 */
export const dropErasedFrom = ({
  db,
  tombstones,
  answers,
}: {
  readonly db: DriverDb;
  readonly tombstones: Tombstones;
  readonly answers: RecordAnswers;
}) => {
  const { answer, findAll } = answers;
  const remove = (collection: string, filter: { readonly [field: string]: unknown }) =>
    answer('drop what is erased', () => db.collection(collection).deleteMany(filter));
  const update = (collection: string, updates: readonly Update[]) =>
    answer('drop what is erased', () => updateEach(db.collection(collection), updates));

  const dropOrders = async (
    ofSessions: Filter,
    { site, sessions }: { readonly site: SiteId; readonly sessions: ReadonlySet<string> },
    isErased: IsErased,
  ): Promise<void> => {
    // Of earlier messages too: once these events are gone, nothing leads to their orders any more.
    const telling = await findAll(
      'drop what is erased',
      db.collection(EVENTS),
      { ...ofSessions, type: { $in: [...ORDER_EVENTS] } },
      { projection: { 'properties.orderId': 1 } },
    );
    const orderIds = new Set(telling.flatMap((event) => orderIdOf(event) ?? []));
    if (orderIds.size === 0) return;
    const orders = await findAll('drop what is erased', db.collection(ORDERS), {
      _id: { $in: [...orderIds].map((orderId) => orderKey(site, orderId)) },
    });
    await update(
      ORDERS,
      orders.flatMap((order) =>
        erasedOrderUpdates(order, {
          namesErased: ({ sessionId, b, visitorId }) =>
            sessions.has(sessionId) || isErased('browser', b) || isErased('visitor', visitorId),
          sessionOf: () => undefined,
          page: (path) => path,
        }),
      ),
    );
  };

  /** A login's word on a visitor that is erased, in the documents of both. */
  const dropVisitors = async (
    site: SiteId,
    erased: readonly StoredEvent[],
    { isErased, left }: { readonly isErased: IsErased; readonly left: ReadonlySet<string> },
  ): Promise<void> => {
    const logins = erased.flatMap(({ visitor, formerVisitor }) =>
      formerVisitor === undefined ? [] : [{ visitor, formerVisitor }],
    );
    const visitors = new Set([
      ...erased.map(({ visitor }) => visitor).filter((visitor) => isErased('visitor', visitor)),
      ...logins.map(({ formerVisitor }) => formerVisitor),
    ]);
    await update(
      VISITORS,
      logins
        .filter(({ visitor }) => !visitors.has(visitor))
        .map(({ visitor, formerVisitor }) => ({
          filter: { _id: visitorKey(site, visitor) },
          update: { $pull: { formers: formerVisitor } },
        })),
    );
    const gone = [...visitors].filter((visitor) => !left.has(visitor));
    if (gone.length > 0) {
      await remove(VISITORS, { _id: { $in: gone.map((visitor) => visitorKey(site, visitor)) } });
    }
  };

  const dropOf = async (site: SiteId, written: readonly StoredEvent[]): Promise<readonly StoredEvent[]> => {
    const found = await erasedEvents(tombstones, site, written);
    if (found === undefined) return [];
    const { isErased, events: erased } = found;
    const named = erased.flatMap(({ session, visitor, formerVisitor }) => [
      session,
      visitor,
      ...(formerVisitor === undefined ? [] : [formerVisitor]),
    ]);
    const left = await leftToErasures({ db, answers }, site, [...new Set(named)]);
    await dropVisitors(site, erased, { isErased, left });
    const dropped = erased.filter(({ session }) => !left.has(session));
    if (dropped.length === 0) return [];
    const sessions = new Set(dropped.map(({ session }) => session));
    const b = { $in: [...new Set(dropped.map(({ browser }) => browser))] };
    const ofSessions = { b, sessionId: { $in: [...sessions] }, siteId: site };
    await dropOrders(ofSessions, { site, sessions }, isErased);
    await remove(EVENTS, ofSessions);
    await remove(SESSIONS, { _id: { $in: [...sessions] }, b, siteId: site });
    return dropped;
  };

  return async (written: readonly StoredEvent[]): Promise<readonly StoredEvent[]> => {
    const dropped: StoredEvent[] = [];
    for (const [site, ofSite] of Map.groupBy(written, (event) => event.site)) {
      dropped.push(...(await dropOf(site, ofSite)));
    }
    return dropped;
  };
};
