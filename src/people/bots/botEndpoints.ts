import { randomUUID } from 'node:crypto';
import { type Endpoint, endpoint } from '../../analytics/http/Operation.ts';
import type { PeopleDependencies } from '../PeopleDependencies.ts';
import { sessionRange } from '../visits/sessionRange.ts';
import { bots } from './bots.ts';
import { botsOperation } from './botsOperation.ts';
import { overrule } from './overrule.ts';
import { overruleOperation } from './overruleOperation.ts';

const DONE = { ok: true } as const;

/** What the staff see of bots, and say of them. */
export const botEndpoints = ({
  bots: verdicts,
  record,
  deliver,
  now,
}: Pick<PeopleDependencies, 'bots' | 'record' | 'deliver' | 'now'>): Endpoint[] => [
  endpoint(botsOperation, async ({ query, nowMs }, site) => ({
    value: await bots({ record: verdicts, site, now }, sessionRange(query, site, nowMs)),
  })),

  endpoint(overruleOperation, async ({ body, nowMs }, site) => {
    await overrule({ bots: verdicts, record, deliver, site, nowMs, randomId: randomUUID }, body);
    return { value: DONE };
  }),
];
