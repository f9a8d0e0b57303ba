import type { HotSession } from '../../domain/sessions/session.ts';
import type { Subject } from '../../domain/subject/subject.ts';
import type { HeldDocuments } from '../../ports/Subjects.ts';
import { maybeLive } from './liveSessions.ts';
import type { SubjectStores } from './SubjectStores.ts';

/** More events than this are no page's visitor; one file would not hold them. */
export const MAX_EXPORTED_EVENTS = 50_000;

/** Everything that is held of a person. */
export interface SubjectExport {
  readonly ids: Omit<Subject, 'site' | 'sessions'>;
  readonly held: HeldDocuments & { readonly liveSessions: readonly object[] };
}

/** A live copy without the secret that its cookie holds. */
const told = ({ secret, formerSecret, context, ...session }: HotSession): object => ({
  ...session,
  ...(context === undefined ? {} : { context: { ...context, secret: undefined } }),
});

/**
 * All that is held of a person, as one value (GDPR, article 15). What metrics hold of them is the number in `visitors`: under it their
 * visits are counted, and nothing else.
 * @returns absent where there are more than {@link MAX_EXPORTED_EVENTS} events
 * @throws RecordUnavailable, HotSessionsUnavailable
 */
export const exportSubject = async (
  { subjects, hotSessions }: SubjectStores,
  subject: Subject,
  nowMs: number,
): Promise<SubjectExport | undefined> => {
  const events = await subjects.countEvents(subject, MAX_EXPORTED_EVENTS);
  if (events > MAX_EXPORTED_EVENTS) return undefined;
  const live = await maybeLive(subjects, subject, nowMs);
  const [held, hot] = await Promise.all([
    subjects.held(subject),
    hotSessions.held({ site: subject.site, sessions: live, nowMs }),
  ]);
  const { site, sessions, ...ids } = subject;
  return { ids, held: { ...held, liveSessions: hot.map(told) } };
};

/** How many documents of each kind there are. */
export const countsOf = (held: { readonly [kind: string]: readonly object[] }): { [kind: string]: number } =>
  Object.fromEntries(Object.entries(held).map(([kind, documents]) => [kind, documents.length]));
