import { isDeepStrictEqual } from 'node:util';
import type { SessionVerdict } from '../domain/bots/verdict.ts';
import { BOT_RULES_VERSION } from '../domain/bots/verdict.ts';
import { foldSession } from '../domain/sessions/foldSession.ts';
import type { Site } from '../domain/site.ts';
import type { BotRecord, JudgedSession } from '../ports/BotRecord.ts';
import type { RecordStore } from '../ports/RecordStore.ts';
import { groupBySession } from '../writer/groupBySession.ts';
import { groupsByEvents } from '../writer/groupsByEvents.ts';
import { verdictMessage } from '../writer/verdictMessage.ts';
import type { WriteMessages } from '../writer/writeMessages.ts';

/** Events that are read at once: some 10 MB. */
const EVENTS_AT_ONCE = 10_000;

export interface Relabelled {
  /** Sessions that were judged by the rules of now. */
  readonly judged: number;
  /** Those among them whose stored verdict was another, and is replaced. */
  readonly relabelled: number;
}

export interface Span {
  readonly site: Site;
  /** Epoch milliseconds; sessions started from the one on, and before the other. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Judges the sessions of a span by the rules of now.
 * @param options.keep called before each batch: whoever holds a lease renews it there
 * @throws RecordUnavailable; what was done is kept, and can be done again
 */
export type RelabelSpan = (
  span: Span,
  options?: { readonly keep?: () => Promise<void> },
) => Promise<Relabelled>;

/** Whatever the version that said so. */
const saysOf = (verdict: SessionVerdict | undefined) =>
  verdict && { bot: verdict.bot, staff: verdict.staff, reasons: verdict.reasons.toSorted() };

/**
 * Rules changed, or the site's list of networks: what they say of past sessions is found by folding their events anew. A session of
 * which they say something else gets one event more, by the writer's own function, so that its fold is stored and its hours are
 * folded again as after any other news. Two who relabel at once tell the same event; one that was killed between the event and the
 * fold tells it again. A session of which events are gone keeps its fold.
 * @param write without counts of quality: nothing came in
 */
export const createRelabelSpan = ({
  bots,
  record,
  write,
  now,
}: {
  readonly bots: Pick<BotRecord, 'judgedSessions'>;
  readonly record: Pick<RecordStore, 'eventsOfSessions'>;
  readonly write: WriteMessages;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): RelabelSpan => {
  const relabelSome = async (site: Site, some: readonly JudgedSession[]): Promise<number> => {
    const keys = some.map(({ id, browser }) => ({ site: site.id, browser, id }));
    const storedVerdict = new Map(keys.map((key, index) => [key, some[index]]));
    const messages = groupBySession(keys, await record.eventsOfSessions(keys)).flatMap(({ key, events }) => {
      const session = storedVerdict.get(key);
      const fold = foldSession({ events, site });
      if (session === undefined || fold === undefined) return [];
      // Some are gone by age: what they told is in the stored fold alone.
      if (fold.eventsSeen < session.eventsSeen) return [];
      if (isDeepStrictEqual(saysOf(fold.bot), saysOf(session.verdict))) return [];
      return verdictMessage(site.id, session, {
        id: `rules:${session.epoch + 1}`,
        type: 'bot_relabelled',
        properties: { rulesVersion: BOT_RULES_VERSION },
        nowMs: now(),
      });
    });
    if (messages.length > 0) await write(messages);
    return messages.length;
  };

  return async ({ site, fromMs, toMs }, { keep } = {}) => {
    let judged = 0;
    let relabelled = 0;
    for await (const batch of bots.judgedSessions(site.id, fromMs, toMs)) {
      for (const some of groupsByEvents(batch, EVENTS_AT_ONCE)) {
        await keep?.();
        relabelled += await relabelSome(site, some);
        judged += some.length;
      }
    }
    return { judged, relabelled };
  };
};
