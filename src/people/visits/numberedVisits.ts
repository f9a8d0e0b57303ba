import { byStart } from '../../aggregate/sessionKey.ts';
import { createVisitorDirectory } from '../../aggregate/visitorDirectory.ts';
import type { VisitorId } from '../../domain/ids.ts';
import type { NumberedVisitor, SessionFact } from '../../domain/metrics/sessionFact.ts';
import type { Site } from '../../domain/site.ts';
import type { AggregationRecord, VisitorDocument } from '../../ports/AggregationRecord.ts';

/** The largest number of a visitor; the aggregator gives them from 0 on. */
const LAST_NUMBER = 2 ** 32 - 1;

/** Numbers of visitors, for sessions on which the aggregator has noted none yet, or one for another visitor. */
export interface VisitNumbers {
  /**
   * The sessions of people with numbers: their visitors' own, or where there is none yet one for this piece of work alone.
   * Nothing is noted anywhere.
   * @throws RecordUnavailable
   */
  numbered(sessions: readonly SessionFact[]): Promise<SessionFact[]>;
}

const isFirst = ({ first }: VisitorDocument, { id, browser }: SessionFact): boolean =>
  first !== undefined && first.id === id && first.browser === browser;

export const createVisitNumbers = (record: AggregationRecord, site: Site): VisitNumbers => {
  const directory = createVisitorDirectory(record, site);
  /** Of visitors whom the aggregator has not come to: the earliest session that is met counts as their first. */
  const ownNumbers = new Map<VisitorId, number>();
  const metFirst = new Set<VisitorId>();

  const noteOf = (session: SessionFact): NumberedVisitor => {
    const visitor = directory.countsFor(session.visitor);
    if (session.numbered?.visitor === visitor) return session.numbered;
    const known = directory.get(visitor);
    if (known?.first !== undefined && known.number !== undefined) {
      return { visitor, number: known.number, first: isFirst(known, session) };
    }
    const number = known?.number ?? ownNumbers.get(visitor) ?? LAST_NUMBER - ownNumbers.size;
    if (known?.number === undefined) ownNumbers.set(visitor, number);
    const first = !metFirst.has(visitor);
    metFirst.add(visitor);
    return { visitor, number, first };
  };

  return {
    numbered: async (sessions) => {
      await directory.lookUp(sessions.map(({ visitor }) => visitor));
      return sessions.toSorted(byStart).map((session) => ({ ...session, numbered: noteOf(session) }));
    },
  };
};
