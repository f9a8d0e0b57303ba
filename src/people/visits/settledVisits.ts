import { isSettled } from '../../aggregate/numberVisitors.ts';
import type { SessionFact } from '../../domain/metrics/sessionFact.ts';
import type { Site } from '../../domain/site.ts';
import type { AggregationRecord } from '../../ports/AggregationRecord.ts';
import { createVisitNumbers } from './numberedVisits.ts';

/** Sessions that wait for their visitors' numbers, some 1 kB each: more are numbered before the last of them is read. */
const MAX_WAITING = 50_000;

/** Sessions on their way to somebody who must know whose they are. */
export interface SettledVisits {
  /**
   * Tells of sessions: of bots', and of those whose visitor the aggregator noted, at once; of the others when many wait.
   * @throws RecordUnavailable
   */
  add(sessions: readonly SessionFact[]): Promise<void>;
  /** Tells of all that wait. @throws RecordUnavailable */
  settle(): Promise<void>;
}

/**
 * Sessions with the numbers of whom they count for, looked up many together.
 * @param tell gets each session once: a bot's as it is, a person's with its number
 */
export const createSettledVisits = ({
  record,
  site,
  tell,
}: {
  readonly record: AggregationRecord;
  readonly site: Site;
  readonly tell: (session: SessionFact) => void;
}): SettledVisits => {
  const numbers = createVisitNumbers(record, site);
  let waiting: SessionFact[] = [];
  const settle = async (): Promise<void> => {
    const sessions = waiting;
    waiting = [];
    for (const session of await numbers.numbered(sessions)) tell(session);
  };
  return {
    add: async (sessions) => {
      for (const session of sessions) {
        if (session.botReasons !== undefined || isSettled(session)) tell(session);
        else waiting.push(session);
      }
      if (waiting.length >= MAX_WAITING) await settle();
    },
    settle,
  };
};
