import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../ids.ts';

/** A session of a person, by what names it. */
export interface SubjectSession {
  readonly id: SessionId;
  readonly browser: BrowserId;
}

/** One person, by everything that a site calls them ("data subject", GDPR article 4). */
export interface Subject {
  readonly site: SiteId;
  readonly customers: readonly CustomerId[];
  readonly visitors: readonly VisitorId[];
  /** Browsers on which nobody else was seen. */
  readonly browsers: readonly BrowserId[];
  /** Browsers that somebody else used too: of those only this person's sessions are theirs. */
  readonly sharedBrowsers: readonly BrowserId[];
  readonly sessions: readonly SubjectSession[];
}

/** What an id that is erased was the name of. */
export type ErasedKind = 'browser' | 'visitor' | 'session' | 'customer';

/** An id that means a person. */
export interface SubjectName {
  readonly kind: ErasedKind;
  readonly id: string;
}

/**
 * The ids by which what is written later is known to be an erased person's. A shared browser is not among them: its other user's
 * visits go on.
 */
export const namesToErase = (subject: Subject): SubjectName[] => {
  const shared = new Set(subject.sharedBrowsers);
  return [
    ...subject.browsers.map((id) => ({ kind: 'browser' as const, id })),
    ...subject.visitors.map((id) => ({ kind: 'visitor' as const, id })),
    // Before a login, the messages of such a session may have named a visitor that nobody knows of.
    ...subject.sessions
      .filter(({ browser }) => shared.has(browser))
      .map(({ id }) => ({ kind: 'session' as const, id })),
  ];
};

/** Every id of a person, whatever it names. */
export const idsOf = ({ customers, visitors, browsers, sharedBrowsers, sessions }: Subject): Set<string> =>
  new Set<string>([
    ...customers,
    ...visitors,
    ...browsers,
    ...sharedBrowsers,
    ...sessions.map(({ id }) => id),
  ]);

const united = <T>(...lists: readonly (readonly T[])[]): T[] => [...new Set(lists.flat())];

/** Both as one person: what a search found now, and what an erasure that was not finished had found before. */
export const unitedSubject = (one: Subject, other: Subject | undefined): Subject => {
  if (other === undefined) return one;
  const sharedBrowsers = united(one.sharedBrowsers, other.sharedBrowsers);
  return {
    site: one.site,
    customers: united(one.customers, other.customers),
    visitors: united(one.visitors, other.visitors),
    browsers: united(one.browsers, other.browsers).filter((id) => !sharedBrowsers.includes(id)),
    sharedBrowsers,
    sessions: [
      ...new Map([...other.sessions, ...one.sessions].map((session) => [session.id, session])).values(),
    ],
  };
};
