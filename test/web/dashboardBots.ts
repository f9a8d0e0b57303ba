import type { BotExample, BotReport, Range } from '../../web/dashboard/wire.ts';

const EXAMPLES = 5;

const examplesOf = (list: 'bots' | 'suspected', reason: string, { to }: Range): BotExample[] =>
  Array.from({ length: EXAMPLES }, (_, index) => ({
    session: `${list}-${reason}-${index}`,
    startedAt: `${to}T0${9 - index}:12:00.000Z`,
    device: index % 2 === 0 ? 'desktop' : 'unknown',
    country: index === 0 ? null : 'US',
    landingPage: index === 1 ? null : '/wool/merino',
    hits: 40 - index,
    reasons: list === 'bots' ? [...new Set([reason, 'no_accept_language'])] : [reason],
    bot: list === 'bots',
    staff: null,
  }));

const judged = (list: 'bots' | 'suspected', counts: { readonly [reason: string]: number }, range: Range) => ({
  sessions: Math.max(...Object.values(counts)),
  hits: Math.max(...Object.values(counts)) * 6,
  reasons: Object.entries(counts).map(([reason, sessions]) => ({
    reason,
    sessions,
    hits: sessions * 6,
    examples: examplesOf(list, reason, range),
  })),
});

/** Visits that were taken for bots', and such as look like some. */
export const judgedVisits = (range: Range): BotReport => ({
  range,
  bots: judged('bots', { known_bot: 120, no_accept_language: 31 }, range),
  suspected: judged('suspected', { rate: 9 }, range),
  overruled: { sessions: 0, hits: 0, examples: [] },
});
