import type { VisitorId } from '../domain/ids.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import type { Site } from '../domain/site.ts';
import type { AggregationRecord, SessionRef, VisitorDocument } from '../ports/AggregationRecord.ts';
import { byStart } from './sessionKey.ts';

/** Visitors as one piece of work has looked them up. */
export interface VisitorDirectory {
  /** Looks up those that are not known yet, and whom they count for. */
  lookUp(visitors: Iterable<VisitorId>): Promise<void>;
  /** Looks these up again. */
  refresh(visitors: readonly VisitorId[]): Promise<void>;
  /** What the record has of a visitor that was looked up; absent where it has nothing. */
  get(visitor: VisitorId): VisitorDocument | undefined;
  /** Whom a visitor's sessions count for: itself, or whom it is an alias of. The depth is one. */
  countsFor(visitor: VisitorId): VisitorId;
  /**
   * All sessions that count for a visitor, earliest first, found the long way: its own, and those of its former visitors.
   * Bots' are left out.
   */
  sessionsOf(visitor: VisitorId): Promise<readonly SessionFact[]>;
}

export const createVisitorDirectory = (record: AggregationRecord, site: Site): VisitorDirectory => {
  const known = new Map<VisitorId, VisitorDocument | undefined>();

  const refresh = async (visitors: readonly VisitorId[]): Promise<void> => {
    if (visitors.length === 0) return;
    for (const visitor of visitors) known.set(visitor, undefined);
    for (const document of await record.visitors(site.id, visitors)) known.set(document.visitor, document);
  };
  const unknown = (visitors: Iterable<VisitorId>): VisitorId[] =>
    [...new Set(visitors)].filter((visitor) => !known.has(visitor));

  const lookUp = async (visitors: Iterable<VisitorId>): Promise<void> => {
    const asked = [...visitors];
    await refresh(unknown(asked));
    await refresh(unknown(asked.flatMap((visitor) => known.get(visitor)?.aliasOf ?? [])));
  };
  const countsFor = (visitor: VisitorId): VisitorId => known.get(visitor)?.aliasOf ?? visitor;

  /** A visitor names whom it is an alias of, not its own aliases: so all that there are are looked at, once. */
  let aliases: Promise<readonly VisitorDocument[]> | undefined;
  const formersOf = async (visitor: VisitorId): Promise<readonly VisitorId[]> => {
    aliases ??= record.changedAliases(site.id, undefined).then((all) =>
      record.visitors(
        site.id,
        all.map((alias) => alias.visitor),
      ),
    );
    return (await aliases).filter(({ aliasOf }) => aliasOf === visitor).map((former) => former.visitor);
  };

  return {
    lookUp,
    refresh,
    get: (visitor) => known.get(visitor),
    countsFor,
    sessionsOf: async (visitor) => {
      const refs: SessionRef[] = [];
      for (const one of [visitor, ...(await formersOf(visitor))]) {
        refs.push(...(await record.sessionsOfVisitor(site.id, one)));
      }
      const sessions = await record.sessionsByRef(site.id, refs);
      return sessions.filter(({ botReasons }) => botReasons === undefined).sort(byStart);
    },
  };
};
