import { namesToErase } from '../../domain/subject/subject.ts';
import type { ErasedCounts, Erasure } from '../../ports/Erasures.ts';
import { maybeLive } from './liveSessions.ts';
import type { SubjectStores } from './SubjectStores.ts';

/** Cookies live a year; so long, and a month more, one of an erased browser counts as absent. */
export const ERASED_COOKIES_KNOWN_MS = 400 * 24 * 60 * 60_000;

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

/** Erases a person whose erasure was begun, from its second step to its last (`eraseSubject`). May be repeated. */
export const completeErasure = async (
  { subjects, erasures, audit, hotSessions }: Omit<SubjectStores, 'randomId' | 'randomBytes'>,
  erasure: Erasure,
  now: () => number,
): Promise<ErasedSubject> => {
  const { subject, by } = erasure;
  const { site } = subject;
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
  return { counts, tombstones, hotSessions: deleted };
};
