import type { QualityRecord, QueueMessage } from '../domain/events/message.ts';
import { foldSession } from '../domain/sessions/foldSession.ts';
import { keptUntilMs } from '../domain/sessions/keptUntil.ts';
import type { Site } from '../domain/site.ts';
import type { Log } from '../ports/Log.ts';
import type { KeptUntil, RecordStore } from '../ports/RecordStore.ts';
import { countDuplicates, countFresh } from './countEvents.ts';
import type { QualityTally } from './createQualityTally.ts';
import { distinctSessions, groupBySession } from './groupBySession.ts';
import { storedEvents } from './storedEvents.ts';
import { aliasEvents, orderEvents } from './tellingEvents.ts';
import { partOrders, unjoinedOrders } from './unjoinedOrders.ts';

export interface WriteResult {
  /** Events that were new to the record. */
  readonly inserted: number;
  /** Events that it had already: told twice, or written by an earlier attempt. */
  readonly duplicates: number;
  /** Sessions that were folded and saved. */
  readonly sessions: number;
  /** Messages that no retry can help, by their index. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** Writes messages, and with them what else was counted of quality. */
export type WriteMessages = (
  messages: readonly QueueMessage[],
  counted?: readonly QualityRecord[],
) => Promise<WriteResult>;

/**
 * The writer: a batch of messages -> the record, in five commands whatever its size, and none for an empty batch. One more each
 * where the batch tells of orders, and where a login merges two visitors. And one for quality: where a message brings what its
 * sender counted (each process once a minute), where a message is buried, and once a minute for what was counted here.
 *
 * Its effect is exactly once under duplicates, any order, and a crash at any point (design, section 3): events are inserted
 * by id; *then* the events of the touched sessions are read back and folded; the folds are saved where they saw more than
 * what is stored. Whoever inserts last sees all, so the order of these steps must not change, and a batch is
 * acknowledged only after the last one. Orders and merges are noted from the batch's own events, as they were read back: where
 * an id was told with two contents, all keep the one that came first. Their notes, and quality, say the same however often
 * they are written.
 *
 * What belongs to a person who was erased is left out (`ofErased`): else it would be in what an erasure that is not finished counts, or
 * be saved for a moment in which an aggregator reads it. What belongs to one who was erased meanwhile is taken away
 * again, last of all (`dropErased`). An erasure puts its tombstones, and then deletes; the writer saves, and then looks for tombstones. Whichever order these four come in, one of the two sees the
 * other: where the look came before the tombstone, the save did too, and the deletion, which comes after the tombstone, finds what
 * was saved; else the look finds the tombstone. So the order of these steps must not change either.
 * @param now epoch milliseconds
 * @param quality counts what this process writes; without it nothing is counted
 * @throws RecordUnavailable: nothing of the batch is acknowledged, all of it may be repeated
 */
export const writeMessages = ({
  record,
  sites,
  log,
  now = Date.now,
  quality,
}: {
  readonly record: RecordStore;
  readonly sites: readonly Site[];
  readonly log: Log;
  readonly now?: () => number;
  readonly quality?: QualityTally;
}): WriteMessages => {
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const keptUntil: KeptUntil = (id, atMs) => {
    const site = siteById.get(id);
    return site && keptUntilMs(site, atMs);
  };

  const writeQuality = async (brought: readonly QualityRecord[]): Promise<void> => {
    const due = quality?.due() ?? [];
    await record.insertQuality([...brought.filter(({ site }) => siteById.has(site)), ...due], keptUntil);
    quality?.told(due);
  };

  return async (messages, counted = []) => {
    const refused = messages.flatMap(({ session }, index) =>
      siteById.has(session.site) ? [] : [{ index, reason: 'the message is of a site that is not served' }],
    );
    const known = messages.filter(({ session }) => siteById.has(session.site));
    const brought = [...counted, ...known.flatMap((message) => message.quality ?? [])];
    if (known.length === 0) {
      if (brought.length > 0) await writeQuality(brought);
      return { inserted: 0, duplicates: 0, sessions: 0, refused };
    }

    const { events: told, orders: ofNobody } = partOrders(known.flatMap(storedEvents), siteById);
    const distinct = [...new Map(told.map((event) => [event.id, event])).values()];
    const leftOut = await record.ofErased(distinct);
    // The shop's books keep an order, whoever is erased.
    const unjoined = [...ofNobody, ...unjoinedOrders(leftOut, 'erased')];
    if (unjoined.length > 0) await record.tellUnjoinedOrders(unjoined);
    const leftOutIds = new Set(leftOut.map(({ id }) => id));
    const written = told.filter(({ id }) => !leftOutIds.has(id));
    const { inserted, fresh } = await record.insertEvents(
      distinct.filter(({ id }) => !leftOutIds.has(id)),
      keptUntil,
    );
    if (quality) countFresh(fresh, quality, now());

    const leftOutSessions = new Set(leftOut.map(({ session }) => session));
    const keys = distinctSessions(
      known
        .filter(({ session }) => !leftOutSessions.has(session.id))
        .map(({ session: { site, browser, id } }) => ({ site, browser, id })),
    );
    const stored = await record.eventsOfSessions(keys);
    const folds = groupBySession(keys, stored).flatMap(({ key, events }) => {
      const site = siteById.get(key.site);
      const fold = site && foldSession({ events, site });
      return fold ? [fold] : [];
    });
    const ids = new Set(written.map(({ id }) => id));
    const telling = stored.filter(({ id }) => ids.has(id));
    await record.tellOrders(orderEvents(telling));
    await record.tellAliases(aliasEvents(telling));
    await record.saveSessions(folds, keptUntil);
    // Of what was left out too: an attempt that was killed may have saved it before there was a tombstone.
    const dropped = await record.dropErased(distinct);
    if (quality) {
      countDuplicates(written, fresh, quality);
      for (const { site, receivedAt } of new Set([...leftOut, ...dropped]))
        quality.count(site, 'erased', receivedAt);
    }
    await writeQuality(brought);

    const result = { inserted, duplicates: written.length - inserted, sessions: folds.length, refused };
    log.info('messages written', {
      messages: messages.length,
      refused: refused.length,
      inserted,
      duplicates: result.duplicates,
      sessions: result.sessions,
    });
    return result;
  };
};
