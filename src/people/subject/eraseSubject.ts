import { idsOf, namesToErase, type Subject, unitedSubject } from '../../domain/subject/subject.ts';
import type { StaffBy } from '../../ports/AuditTrail.ts';
import type { Erasure } from '../../ports/Erasures.ts';
import { alone } from './alone.ts';
import { completeErasure, type ErasedSubject } from './completeErasure.ts';
import type { Resolved } from './resolveSubject.ts';
import type { SubjectStores } from './SubjectStores.ts';

const KEY_BYTES = 32;
/** Somebody who goes on visiting while they are erased is caught up with in so many looks. */
const MAX_LOOKS = 5;

export type EraseOutcome =
  | ({ readonly outcome: 'erased' } & ErasedSubject)
  /** Nobody is known by the id. */
  | { readonly outcome: 'unknown' }
  /** Another erasure of the site is under way. */
  | { readonly outcome: 'busy' };

export interface EraseRequest {
  readonly site: Subject['site'];
  readonly id: string;
  /** Looks for the person; asked again once the tombstones are there, for what was written meanwhile. */
  readonly resolve: () => Promise<Exclude<Resolved, { outcome: 'ambiguous' }>>;
  readonly by: StaffBy;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Erases a person (GDPR, article 17): (1) tombstones, by which the writer drops what is still under way; (2) live copies of sessions,
 * and a mark by which the browser's cookies count as absent; (3) documents, of which nothing remains but what numbers need and nobody
 * is named by; (4) whom visitors and customers are, and their numbers; (5) what was done, in the audit trail, without whose it was.
 *
 * Each step may be repeated. What a crash leaves is finished by the same request, made again, and else by the minute's run
 * (`finishErasures`): the ids are noted with the tombstones, before anything that they are found by is erased.
 *
 * One at a time of a site: two of one person would each leave what remains of them.
 * @throws RecordUnavailable, HotSessionsUnavailable: the request is to be made again
 */
export const eraseSubject = async (stores: SubjectStores, request: EraseRequest): Promise<EraseOutcome> =>
  (await alone(stores, request, () => eraseAlone(stores, request))) ?? { outcome: 'busy' };

const eraseAlone = async (
  stores: SubjectStores,
  { site, id, resolve, by, now }: EraseRequest,
): Promise<EraseOutcome> => {
  const { erasures, randomId, randomBytes } = stores;
  const found = await resolve();
  const ids = found.outcome === 'found' ? [id, ...idsOf(found.subject)] : [id];
  const left = await erasures.unfinished(site, ids);
  if (found.outcome === 'unknown' && left === undefined) return { outcome: 'unknown' };

  let erasure: Erasure = {
    id: left?.id ?? randomId(),
    key: left?.key ?? Buffer.from(randomBytes(KEY_BYTES)).toString('base64'),
    by,
    subject: left?.subject ?? {
      site,
      customers: [],
      visitors: [],
      browsers: [],
      sharedBrowsers: [],
      sessions: [],
    },
  };
  let next = found;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const subject = next.outcome === 'found' ? unitedSubject(next.subject, erasure.subject) : erasure.subject;
    const isKnown = look > 0 && idsOf(subject).size === idsOf(erasure.subject).size;
    if (isKnown) break;
    erasure = { ...erasure, subject };
    await erasures.begin(erasure, namesToErase(subject), now());
    // What was written before the tombstones were there is found now; what comes after them, the writer drops.
    next = await resolve();
  }

  return { outcome: 'erased', ...(await completeErasure(stores, erasure, now)) };
};
