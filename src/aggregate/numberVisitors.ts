import type { VisitorId } from '../domain/ids.ts';
import type { PieceReason } from '../domain/metrics/piece.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import { localDateOf } from '../domain/time/localTime.ts';
import type { SessionRef } from '../ports/AggregationRecord.ts';
import {
  firstsSoFar,
  isSame,
  noteFirst,
  promotedSessions,
  type Renoted,
  type Started,
} from './firstSessions.ts';
import { byStart, earliest } from './sessionKey.ts';
import { isSealed } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';
import { createVisitorDirectory, type VisitorDirectory } from './visitorDirectory.ts';

/** Sessions that are numbered together; what a run holds of them in memory besides. */
const NUMBERED_TOGETHER = 5_000;

/**
 * Whether a session can be folded as it is: a bot's, or one with a note for the very visitor that it names. A note for another
 * visitor may be right, where the session's own is an alias of it, or left over from before a login: the record knows.
 */
export const isSettled = ({ botReasons, numbered, visitor }: SessionFact): boolean =>
  botReasons === undefined ? numbered?.visitor === visitor : numbered === undefined;

export interface Numbered {
  /** The sessions with right notes, or, of bots, without. */
  readonly sessions: readonly SessionFact[];
  /** When sessions started whose note was changed because of these. Their hours are marked. */
  readonly renotedAt: readonly number[];
}

const groupByVisitor = <T>(items: readonly T[], visitorOf: (item: T) => VisitorId): Map<VisitorId, T[]> => {
  const groups = new Map<VisitorId, T[]>();
  for (const item of items) {
    const group = groups.get(visitorOf(item));
    if (group) group.push(item);
    else groups.set(visitorOf(item), [item]);
  }
  return groups;
};

/** Sees to it that these visitors have numbers. */
const giveNumbers = async (
  { record, ledger, site }: SiteRun,
  directory: VisitorDirectory,
  visitors: readonly VisitorId[],
): Promise<void> => {
  const without = visitors.filter((visitor) => directory.get(visitor)?.number === undefined);
  if (without.length === 0) return;
  const first = await ledger.reserveNumbers(site.id, without.length);
  await record.giveNumbers(
    site.id,
    without.map((visitor, index) => ({ visitor, number: first + index })),
  );
  await directory.refresh(without);
};

/** A visitor's number, of one that {@link giveNumbers} was called for. */
const numberOf = (directory: VisitorDirectory, visitor: VisitorId): number => {
  const number = directory.get(visitor)?.number;
  if (number === undefined) throw new Error(`visitor ${visitor} was given a number and has none`);
  return number;
};

/**
 * Notes on sessions whose visitors they are, by number, and which one is the visitor's first ever.
 *
 * A killed run loses nothing, whichever of its writes was the last: the hour of a session that is a visitor's first no more
 * (or is now) is marked, then its note rewritten, then the visitor's first, and the new sessions' own notes come last.
 * Sessions that are settled cost no command.
 * @param sessions that are not settled, in any order
 * @param reason why the hours of other sessions are folded again
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const numberVisitors = async (
  run: SiteRun,
  sessions: readonly SessionFact[],
  reason: PieceReason,
): Promise<Numbered> => {
  const numbered: SessionFact[] = [];
  const renotedAt: number[] = [];
  const inOrder = sessions.toSorted(byStart);
  for (let from = 0; from < inOrder.length; from += NUMBERED_TOGETHER) {
    const some = await numberSome(run, inOrder.slice(from, from + NUMBERED_TOGETHER), reason);
    numbered.push(...some.sessions);
    renotedAt.push(...some.renotedAt);
  }
  return { sessions: numbered, renotedAt };
};

const numberSome = async (
  run: SiteRun,
  sessions: readonly SessionFact[],
  reason: PieceReason,
): Promise<Numbered> => {
  const { record, site } = run;
  const directory = createVisitorDirectory(record, site);
  await directory.lookUp(
    sessions.flatMap(({ visitor, numbered }) =>
      numbered === undefined ? [visitor] : [visitor, numbered.visitor],
    ),
  );

  const isRight = ({ botReasons, numbered, visitor }: SessionFact): boolean =>
    botReasons === undefined && numbered?.visitor === directory.countsFor(visitor);
  const settled = sessions.filter(isRight);
  const bots = sessions.filter(({ botReasons }) => botReasons !== undefined);
  const fresh = sessions.filter((session) => session.botReasons === undefined && !isRight(session));

  const freshOf = groupByVisitor(fresh, ({ visitor }) => directory.countsFor(visitor));
  const visitors = [...freshOf.keys()];
  await giveNumbers(run, directory, visitors);

  const before = await firstsSoFar(run, directory, visitors);
  const firstOf = new Map<VisitorId, Started | undefined>();
  const displaced: Renoted[] = [];
  for (const [visitor, ofVisitor] of freshOf) {
    const { first: soFar, noted = [] } = before.get(visitor) ?? {};
    const first = earliest<Started>(soFar === undefined ? ofVisitor : [soFar, ...ofVisitor]);
    firstOf.set(visitor, first);
    // One without a note of its own is told apart when it gets one.
    const wrong = noted.filter((session) => first !== undefined && !isSame(session, first));
    displaced.push(...wrong.map((session) => noteFirst(session, false)));
  }
  const promoted = await promotedSessions(
    directory,
    sessions.filter((session) => !isRight(session)),
  );
  await renote(run, [...displaced, ...promoted], reason);

  const notes = fresh.map((session) => {
    const visitor = directory.countsFor(session.visitor);
    const first = firstOf.get(visitor);
    return {
      ...session,
      numbered: {
        visitor,
        number: numberOf(directory, visitor),
        first: first !== undefined && isSame(first, session),
      },
    };
  });
  await noteVisits(run, notes);
  await noteSessions(run, notes, bots);
  return {
    sessions: [...settled, ...bots.map(({ numbered, ...bot }) => bot), ...notes],
    renotedAt: [...displaced, ...promoted].map(({ startedAt }) => startedAt),
  };
};

/** Rewrites notes of sessions that are folded already. */
const renote = async (
  { record, site, state, warm }: SiteRun,
  sessions: readonly Renoted[],
  reason: PieceReason,
): Promise<void> => {
  if (sessions.length === 0) return;
  for (const { startedAt } of sessions) {
    if (isSealed(state.value, localDateOf(startedAt, site.timezone))) continue;
    state.marks.mark(startedAt, reason, { urgent: true });
    warm.forgetAt(startedAt);
  }
  await state.save();
  await record.noteNumbers(
    site.id,
    sessions.map(({ id, browser, numbered }) => ({ id, browser, numbered })),
  );
};

const noteVisits = async ({ record, site }: SiteRun, sessions: readonly Renoted[]): Promise<void> => {
  if (sessions.length === 0) return;
  const visits = [...groupByVisitor(sessions, ({ numbered }) => numbered.visitor)].map(
    ([visitor, ofVisitor]) => {
      const first = ofVisitor.find(({ numbered }) => numbered.first);
      return {
        visitor,
        days: [...new Set(ofVisitor.map(({ startedAt }) => localDateOf(startedAt, site.timezone)))],
        ...(first === undefined
          ? {}
          : { first: { startedAt: first.startedAt, id: first.id, browser: first.browser } }),
      };
    },
  );
  await record.noteVisits(site.id, visits);
};

const noteSessions = async (
  { record, site }: SiteRun,
  sessions: readonly Renoted[],
  bots: readonly SessionRef[],
): Promise<void> => {
  const notes = [
    ...sessions.map(({ id, browser, numbered }) => ({ id, browser, numbered })),
    ...bots.map(({ id, browser }) => ({ id, browser, numbered: undefined })),
  ];
  if (notes.length > 0) await record.noteNumbers(site.id, notes);
};
