import type { VisitorId } from '../domain/ids.ts';
import { renumberVisitor } from '../domain/metrics/renumberVisitor.ts';
import type { NumberedVisitor, SessionFact } from '../domain/metrics/sessionFact.ts';
import { hourOf, localDateOf } from '../domain/time/localTime.ts';
import type { AliasChange, VisitorDocument } from '../ports/AggregationRecord.ts';
import { rollUp } from './rollUp.ts';
import { earliest, sessionKey } from './sessionKey.ts';
import { isSealed } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';
import { storeDay } from './writeDay.ts';

type Noted = SessionFact & { readonly numbered: NumberedVisitor };

/**
 * Makes two visitors one since a login told that they are: the hours of the former one's sessions are marked, and the sessions
 * lose their notes, so that the fold numbers them anew; of sealed days, whose sessions may be gone, the stored pieces are
 * patched. All of it may be repeated, and is until the ledger knows of the change.
 */
export const mergeVisitors = async (run: SiteRun, changes: readonly AliasChange[]): Promise<void> => {
  const { record, site } = run;
  if (changes.length === 0) return;
  const former = await record.visitors(
    site.id,
    changes.map(({ visitor }) => visitor),
  );
  for (const visitor of former) {
    if (visitor.aliasOf === undefined || visitor.aliasOf === visitor.visitor) continue;
    await unnumberSessions(run, visitor.visitor, visitor.aliasOf);
    await patchSealedDays(run, visitor, visitor.aliasOf);
  }
};

const unnumberSessions = async (run: SiteRun, former: VisitorId, aliasOf: VisitorId): Promise<void> => {
  const { record, site, state, warm } = run;
  const refs = await record.sessionsOfVisitor(site.id, former);
  const wrong = (await record.sessionsByRef(site.id, refs)).filter(
    ({ numbered, botReasons }) => botReasons === undefined && numbered?.visitor !== aliasOf,
  );
  for (const { startedAt } of wrong) {
    if (isSealed(state.value, hourOf(startedAt, site.timezone).day)) continue;
    state.marks.mark(startedAt, 'merged visitors');
    warm.forgetAt(startedAt);
  }
  await state.save();
  // A note for a third visitor stays: by it the fold sees whom the session leaves.
  const notes = wrong
    .filter(({ numbered }) => numbered?.visitor === former)
    .map(({ id, browser }) => ({ id, browser, numbered: undefined }));
  if (notes.length > 0) await record.noteNumbers(site.id, notes);
};

const patchSealedDays = async (run: SiteRun, former: VisitorDocument, aliasOf: VisitorId): Promise<void> => {
  const { record, ledger, site, state, shelf } = run;
  const { number: from } = former;
  if (from === undefined) return;
  const sealedDays = former.days.filter((day) => isSealed(state.value, day));
  if (sealedDays.length === 0) return;

  const findOne = async () => (await record.visitors(site.id, [aliasOf]))[0];
  let one = await findOne();
  if (one?.number === undefined) {
    const number = await ledger.reserveNumbers(site.id, 1);
    await record.giveNumbers(site.id, [{ visitor: aliasOf, number }]);
    one = await findOne();
  }
  const to = one?.number;
  if (one === undefined || to === undefined)
    throw new Error(`visitor ${aliasOf} was given a number and has none`);

  const firsts = [former.first, one.first].filter((first) => first !== undefined);
  const dayOf = ({ startedAt }: { readonly startedAt: number }) => localDateOf(startedAt, site.timezone);
  const first = earliest(firsts);
  const firstDay = first === undefined ? undefined : dayOf(first);
  const days = [...new Set([...sealedDays, ...firsts.map(dayOf)])].filter((day) =>
    isSealed(state.value, day),
  );

  const ids = days.map((day) => ({ kind: 'day', day }) as const);
  for (const [index, shelved] of (await shelf.read(ids)).entries()) {
    const day = days[index];
    if (shelved === undefined || day === undefined) continue;
    const becomesNew = day === firstDay ? 'keep' : 'drop';
    const piece = renumberVisitor(shelved.piece, { from, to, becomesNew }) ?? shelved.piece;
    await storeDay(run, day, { piece, hours: shelved.hours }, 'merged visitors');
  }
  const { closedThrough } = state.value;
  if (closedThrough !== undefined) await rollUp(run, days, { closedThrough, reason: 'merged visitors' });

  const formerIsFirst = first !== undefined && first === former.first;
  if (formerIsFirst && one.first !== undefined) await takeFirst(run, one.first, aliasOf);
  await record.noteVisits(site.id, [
    { visitor: aliasOf, days: sealedDays, ...(formerIsFirst ? { first } : {}) },
  ]);
};

/** Of a visitor whose first session turned out to lie on a sealed day: the one that was noted so far is not the first. */
const takeFirst = async (
  { record, site, state, warm }: SiteRun,
  noted: NonNullable<VisitorDocument['first']>,
  visitor: VisitorId,
): Promise<void> => {
  const isFirst = (session: SessionFact): session is Noted =>
    sessionKey(session) === sessionKey(noted) &&
    session.numbered?.visitor === visitor &&
    session.numbered.first;
  for (const session of (await record.sessionsByRef(site.id, [noted])).filter(isFirst)) {
    if (isSealed(state.value, localDateOf(session.startedAt, site.timezone))) continue;
    state.marks.mark(session.startedAt, 'merged visitors');
    warm.forgetAt(session.startedAt);
    await state.save();
    const { id, browser, numbered } = session;
    await record.noteNumbers(site.id, [{ id, browser, numbered: { ...numbered, first: false } }]);
  }
};
