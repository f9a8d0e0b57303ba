import type { VisitorId } from '../domain/ids.ts';
import type { NumberedVisitor, SessionFact } from '../domain/metrics/sessionFact.ts';
import type { SessionRef } from '../ports/AggregationRecord.ts';
import { sessionKey } from './sessionKey.ts';
import type { SiteRun } from './siteRun.ts';
import type { VisitorDirectory } from './visitorDirectory.ts';

/** A session with its visitor's number. */
export type Renoted = SessionFact & { readonly numbered: NumberedVisitor };

export const noteFirst = (session: Renoted, first: boolean): Renoted => ({
  ...session,
  numbered: { ...session.numbered, first },
});
export const isSame = (a: SessionRef, b: SessionRef): boolean => sessionKey(a) === sessionKey(b);

export type Started = { readonly startedAt: number } & SessionRef;

/** What is known of a visitor's first session before these sessions are numbered. */
export interface FirstSoFar {
  /** Absent where it had none. */
  readonly first: Started | undefined;
  /** Sessions whose note says that they are the first. */
  readonly noted: readonly Renoted[];
}

const saysFirst =
  (visitor: VisitorId) =>
  (session: SessionFact): session is Renoted =>
    session.numbered?.visitor === visitor && session.numbered.first;

/**
 * Whom the record holds for each visitor's first session so far. What is noted of a visitor only ever gets earlier, so a
 * session that has left it since (another customer's login, a bot after all) is still named: then it is looked for anew.
 * A noted session that is not in the record any more is believed.
 */
export const firstsSoFar = async (
  { record, site }: SiteRun,
  directory: VisitorDirectory,
  visitors: readonly VisitorId[],
): Promise<Map<VisitorId, FirstSoFar>> => {
  const noted = visitors.flatMap((visitor) => {
    const first = directory.get(visitor)?.first;
    return first === undefined ? [] : [{ visitor, first }];
  });
  const refs = noted.map(({ first }) => first);
  const found = new Map(
    (await record.sessionsByRef(site.id, refs)).map((session) => [sessionKey(session), session]),
  );
  await directory.lookUp([...found.values()].map(({ visitor }) => visitor));

  const firsts = new Map<VisitorId, FirstSoFar>();
  for (const { visitor, first } of noted) {
    const session = found.get(sessionKey(first));
    if (session === undefined) firsts.set(visitor, { first, noted: [] });
    else if (
      session.botReasons === undefined &&
      directory.countsFor(session.visitor) === visitor &&
      saysFirst(visitor)(session)
    ) {
      firsts.set(visitor, { first: session, noted: [session] });
    } else {
      const all = await directory.sessionsOf(visitor);
      firsts.set(visitor, { first: all[0], noted: all.filter(saysFirst(visitor)) });
    }
  }
  return firsts;
};

/** Of visitors who lose their first session to these sessions' change of mind: the sessions that come first now. */
export const promotedSessions = async (
  directory: VisitorDirectory,
  leaving: readonly SessionFact[],
): Promise<Renoted[]> => {
  const promoted: Renoted[] = [];
  for (const { numbered } of leaving) {
    if (numbered === undefined || !numbered.first) continue;
    // All of an alias's sessions leave it together.
    if (directory.countsFor(numbered.visitor) !== numbered.visitor) continue;
    const [next] = await directory.sessionsOf(numbered.visitor);
    if (next?.numbered?.visitor !== numbered.visitor || next.numbered.first) continue;
    promoted.push(noteFirst({ ...next, numbered: next.numbered }, true));
  }
  return promoted;
};
