import { instant } from '../../analytics/answers/statusOf.ts';
import { type DayRange, rangeOf } from '../../analytics/wire/rangeOf.ts';
import type { Site } from '../../domain/site.ts';
import { daySpan } from '../../domain/time/localTime.ts';
import type { BotRecord, SuspiciousSession } from '../../ports/BotRecord.ts';
import { startTimeBudget } from '../visits/timeBudget.ts';
import { type BotExample, type BotsAnswer, MAX_EXAMPLES } from './botsOperation.ts';

const latestFirst = (a: SuspiciousSession, b: SuspiciousSession): number =>
  b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1);

const exampleOf = ({
  id,
  startedAt,
  device,
  country,
  landingPage,
  eventsSeen,
  verdict,
}: SuspiciousSession): BotExample => ({
  session: id,
  startedAt: instant(startedAt),
  device,
  country: country ?? null,
  landingPage: landingPage ?? null,
  hits: eventsSeen,
  reasons: [...verdict.reasons],
  bot: verdict.bot,
  staff: verdict.staff ?? null,
});

/** Counts sessions, and keeps the latest as examples. */
const createTally = () => {
  let sessions = 0;
  let hits = 0;
  let latest: readonly SuspiciousSession[] = [];
  return {
    add: (session: SuspiciousSession): void => {
      sessions += 1;
      hits += session.eventsSeen;
      latest = [...latest, session].sort(latestFirst).slice(0, MAX_EXAMPLES);
    },
    told: () => ({ sessions, hits, examples: latest.map(exampleOf) }),
  };
};

const createReasons = () => {
  const all = createTally();
  const byReason = new Map<string, ReturnType<typeof createTally>>();
  const tallyOf = (reason: string) => {
    const tally = byReason.get(reason) ?? createTally();
    byReason.set(reason, tally);
    return tally;
  };
  return {
    add: (session: SuspiciousSession): void => {
      all.add(session);
      for (const reason of new Set(session.verdict.reasons)) tallyOf(reason).add(session);
    },
    told: () => {
      const { sessions, hits } = all.told();
      const reasons = [...byReason].map(([reason, tally]) => ({ reason, ...tally.told() }));
      reasons.sort((a, b) => b.sessions - a.sessions || (a.reason < b.reason ? -1 : 1));
      return { sessions, hits, reasons };
    },
  };
};

/**
 * What was left out as bots', and what looks suspicious, of the sessions started in a range.
 * @throws RecordUnavailable; ApiFault (503) where there are too many sessions for one answer
 */
export const bots = async (
  { record, site, now }: { readonly record: BotRecord; readonly site: Site; readonly now: () => number },
  range: DayRange,
): Promise<BotsAnswer> => {
  const budget = startTimeBudget(now);
  const fromMs = daySpan(range.from, site.timezone).startMs;
  const toMs = daySpan(range.to, site.timezone).endMs;
  const [left, suspected, overruled] = [createReasons(), createReasons(), createTally()];
  for await (const sessions of record.suspiciousSessions(site.id, fromMs, toMs)) {
    budget.check();
    for (const session of sessions) {
      const { bot, staff } = session.verdict;
      if (bot) left.add(session);
      else if (staff === false) overruled.add(session);
      else suspected.add(session);
    }
  }
  return {
    range: rangeOf(range),
    bots: left.told(),
    suspected: suspected.told(),
    overruled: overruled.told(),
  };
};
