import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { number } from '../../analytics/wire/metricsSchema.ts';
import { rangeParameters } from '../../analytics/wire/parameters.ts';
import { rangeSchema } from '../../analytics/wire/statusSchema.ts';
import { MAX_SESSION_DAYS } from '../visits/sessionRange.ts';

/** The latest sessions of each list that are shown. */
export const MAX_EXAMPLES = 5;

const example = v.object({
  session: v.string(),
  startedAt: v.string(),
  device: v.string(),
  country: v.nullable(v.string()),
  landingPage: v.nullable(v.string()),
  hits: v.pipe(number, v.description('Events stored of it.')),
  reasons: v.array(v.string()),
  bot: v.boolean(),
  staff: v.pipe(v.nullable(v.boolean()), v.description('What the staff said of it, if anything.')),
});
export type BotExample = v.InferOutput<typeof example>;

const examples = v.pipe(v.array(example), v.description(`The latest ${MAX_EXAMPLES}.`));
const reasons = v.pipe(
  v.array(v.object({ reason: v.string(), sessions: number, hits: number, examples })),
  v.description('The most frequent first. A session with two reasons counts under each.'),
);

const answer = v.object({
  range: rangeSchema,
  bots: v.pipe(
    v.object({ sessions: number, hits: number, reasons }),
    v.description('Sessions that are in none of the numbers.'),
  ),
  suspected: v.pipe(
    v.object({ sessions: number, hits: number, reasons }),
    v.description(
      'Sessions that are in the numbers: something speaks against them, and it does not suffice.',
    ),
  ),
  overruled: v.pipe(
    v.object({ sessions: number, hits: number, examples }),
    v.description('Sessions of which the staff said that they are people’s.'),
  ),
});
export type BotsAnswer = v.InferOutput<typeof answer>;

export const botsOperation = operation({
  method: 'GET',
  path: '/api/analytics/bots',
  id: 'bots',
  summary: 'What was left out as bots’ and why, with examples, and what looks suspicious.',
  description: `Read from the sessions themselves, so for at most ${MAX_SESSION_DAYS} days, and only as far back as sessions are kept.`,
  access: 'staff',
  ofSite: true,
  query: v.strictObject(rangeParameters),
  body: undefined,
  answer,
  csv: ({ bots, suspected }: BotsAnswer) =>
    csvOf(
      ['what', 'reason', 'sessions', 'hits'],
      Object.entries({ bots, suspected }).flatMap(([what, counted]) =>
        counted.reasons.map(({ reason, sessions, hits }) => ({ what, reason, sessions, hits })),
      ),
    ),
});
