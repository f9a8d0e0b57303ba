import { openStoppedFolder } from '../../local/backup/openStoppedFolder.ts';
import { decodeLogRecord } from '../../src/adapters/embedded/logRecord.ts';
import type { Document } from '../../src/adapters/mongodb/driverPart.ts';
import { clientIdOf } from '../support/clientIdOf.ts';
import { keptLog } from '../support/testShop.ts';
import type { Acknowledged } from './persistentLoad.ts';

/** The record's documents by collection, straight from its log. */
const documentsIn = async (dataDir: string): Promise<(collection: string) => readonly Document[]> => {
  const folder = await openStoppedFolder({}, { dataDir, log: keptLog() });
  try {
    const byCollection = new Map<string, Document[]>();
    for (const bytes of folder.record?.() ?? []) {
      const { kind, collection, body } = decodeLogRecord(bytes);
      if (kind !== 'put') continue;
      const documents = byCollection.get(collection) ?? [];
      byCollection.set(collection, documents);
      documents.push(body);
    }
    return (collection) => byCollection.get(collection) ?? [];
  } finally {
    await folder.close();
  }
};

const countsOf = (texts: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** What of it is not there exactly once, in words. */
const notOnce = (what: string, wanted: readonly string[], there: Iterable<string>): string[] => {
  const counts = countsOf(there);
  return wanted.flatMap((id) => {
    const times = counts.get(id) ?? 0;
    return times === 1 ? [] : [`${what} ${id} was acknowledged and is there ${times} times`];
  });
};

/** What a stopped data folder, whose queue is done, lacks of what was acknowledged, or has counted otherwise than once. */
export const faultsOfFolder = async (dataDir: string, acknowledged: Acknowledged): Promise<string[]> => {
  const documents = await documentsIn(dataDir);
  const events = documents('session_events');
  const views = events.filter(({ type }) => type === 'page_view');
  const ordered = events.filter(({ type }) => type === 'order_completed');
  const viewsOf = countsOf(views.map(({ sessionId }) => String(sessionId)));
  const sessions = documents('sessions');
  const sessionIds = new Set(sessions.map(({ _id }) => String(_id)));
  return [
    ...notOnce(
      'event',
      acknowledged.events,
      views.map(({ _id }) => clientIdOf(String(_id))),
    ),
    ...notOnce(
      'customer',
      acknowledged.customers,
      documents('shop_accounts').map(({ customerId }) => String(customerId)),
    ),
    ...notOnce(
      'order',
      acknowledged.orders,
      documents('shop_orders').map(({ orderId }) => String(orderId)),
    ),
    ...notOnce(
      'the event of order',
      acknowledged.orders,
      ordered.map(({ _id }) => clientIdOf(String(_id))),
    ),
    ...events
      .filter(({ sessionId }) => !sessionIds.has(String(sessionId)))
      .map(({ _id }) => `event ${_id} is of no session`),
    ...sessions
      .filter(({ _id, pageViews }) => pageViews !== (viewsOf.get(String(_id)) ?? 0))
      .map(
        ({ _id, pageViews }) =>
          `session ${_id} counts ${pageViews} page views, not ${viewsOf.get(String(_id)) ?? 0}`,
      ),
    ...documents('shop_orders')
      .filter(({ effects }) => effects !== 'done')
      .map(({ orderId }) => `order ${orderId} is not finished`),
  ];
};
