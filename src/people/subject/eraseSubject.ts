import { idsOf, namesToErase, type Subject, unitedSubject } from '../../domain/subject/subject.ts';
import type { ErasedCounts, Erasure } from '../../ports/Erasures.ts';
import { maybeLive } from './liveSessions.ts';
import type { Resolved } from './resolveSubject.ts';
import type { SubjectStores } from './SubjectStores.ts';

/** Cookies live a year; so long, and a month more, one of an erased browser counts as absent. */
export const ERASED_COOKIES_KNOWN_MS = 400 * 24 * 60 * 60_000;

const KEY_BYTES = 32;
/** Somebody who goes on visiting while they are erased is caught up with in so many looks. */
const MAX_LOOKS = 5;

export interface ErasedSubject {
  readonly counts: ErasedCounts;
  readonly tombstones: number;
  readonly hotSessions: number;
}

const added = (one: ErasedCounts, other: ErasedCounts): ErasedCounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      (one[name] ?? 0) + (other[name] ?? 0),
    ]),
  );

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
  readonly by: 'password' | 'token';
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Erases a person (GDPR, article 17): (1) tombstones, by which the writer drops what is still under way; (2) live copies of sessions,
 * and a mark by which the browser's cookies count as absent; (3) documents, of which nothing remains but what numbers need and nobody
 * is named by; (4) whom visitors and customers are, and their numbers; (5) what was done, in the audit trail, without whose it was.
 *
 * Each step may be repeated. What a crash leaves is finished by the same request, made again: the ids are noted with the tombstones,
 * before anything that they are found by is erased.
 *
 * One at a time of a site: two of one person would each leave what remains of them.
 * @throws RecordUnavailable, HotSessionsUnavailable: the request is to be made again
 */
export const eraseSubject = async (stores: SubjectStores, request: EraseRequest): Promise<EraseOutcome> => {
  const { erasures, randomId } = stores;
  const { site, now } = request;
  const holder = randomId();
  if (!(await erasures.hold(site, holder, now()))) return { outcome: 'busy' };
  let outcome: EraseOutcome;
  try {
    outcome = await eraseAlone(stores, request);
  } catch (error) {
    // Its own failure would hide this one; what is held ends by itself.
    await erasures.letGo(site, holder).catch(() => undefined);
    throw error;
  }
  await erasures.letGo(site, holder);
  return outcome;
};

const eraseAlone = async (
  stores: SubjectStores,
  { site, id, resolve, by, now }: EraseRequest,
): Promise<EraseOutcome> => {
  const { subjects, erasures, audit, hotSessions, randomId, randomBytes } = stores;
  const found = await resolve();
  const ids = found.outcome === 'found' ? [id, ...idsOf(found.subject)] : [id];
  const left = await erasures.unfinished(site, ids);
  if (found.outcome === 'unknown' && left === undefined) return { outcome: 'unknown' };

  let erasure: Erasure = {
    id: left?.id ?? randomId(),
    key: left?.key ?? Buffer.from(randomBytes(KEY_BYTES)).toString('base64'),
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

  const { subject } = erasure;
  const nowMs = now();
  const deleted = await hotSessions.erase({
    site,
    browsers: subject.browsers,
    sharedBrowsers: subject.sharedBrowsers,
    visitors: subject.visitors,
    sessions: await maybeLive(subjects, subject, nowMs),
    nowMs,
    untilMs: nowMs + ERASED_COOKIES_KNOWN_MS,
  });
  const documents = await erasures.erase(erasure);
  const links = await erasures.unlink(erasure);
  const counts = added(documents, links);
  const tombstones = namesToErase(subject).length;
  await audit.note({
    id: erasure.id,
    site,
    at: now(),
    action: 'erase',
    by,
    counts,
    tombstones,
    hotSessions: deleted,
  });
  await erasures.finish(erasure);
  return { outcome: 'erased', counts, tombstones, hotSessions: deleted };
};
