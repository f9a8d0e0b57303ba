import type { BrowserId, CustomerId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { Subject } from '../../domain/subject/subject.ts';
import type { SessionLinks, Subjects } from '../../ports/Subjects.ts';

/** What an id is asked for as; without it, as whatever it is known. */
export type AskedAs = 'customer' | 'visitor';

export type Resolved =
  | { readonly outcome: 'found'; readonly subject: Subject }
  | { readonly outcome: 'unknown' }
  /** The id names two persons: a customer, and a visitor who is not that customer. */
  | { readonly outcome: 'ambiguous' };

interface Found {
  readonly customers: ReadonlySet<CustomerId>;
  readonly visitors: ReadonlySet<VisitorId>;
  readonly sessions: ReadonlyMap<string, SessionLinks>;
}

/** A person has few devices; a chain of links that goes on after so many steps is not of one person. */
const MAX_STEPS = 8;

const customersOf = (sessions: readonly SessionLinks[]): CustomerId[] => [
  ...new Set(sessions.flatMap(({ customer }) => customer ?? [])),
];

/**
 * Follows everything that links a person's ids, from some of them: a customer to its visitor, and to its sessions and theirs; a
 * visitor to its owner, to whom it counts for, to whom it was before a login, and to its sessions. A browser links nobody: two may
 * share it. Two customers are never one person: a visitor that nobody owns is a customer's if that one alone logged in under it.
 * @throws RecordUnavailable
 */
const follow = async (
  record: Subjects,
  site: SiteId,
  from: { readonly customers: readonly CustomerId[]; readonly visitors: readonly VisitorId[] },
): Promise<Found> => {
  const customers = new Set<CustomerId>();
  const visitors = new Set<VisitorId>();
  const sessions = new Map<string, SessionLinks>();
  let newCustomers = [...from.customers];
  let newVisitors = [...from.visitors];

  for (let step = 0; step < MAX_STEPS && newCustomers.length + newVisitors.length > 0; step += 1) {
    for (const customer of newCustomers) customers.add(customer);
    for (const visitor of newVisitors) visitors.add(visitor);
    const [known, ofCustomers, links, ofVisitors] = await Promise.all([
      record.customers(site, newCustomers),
      newCustomers.length === 0 ? [] : record.sessions(site, { customers: newCustomers }),
      record.visitors(site, newVisitors),
      newVisitors.length === 0 ? [] : record.sessions(site, { visitors: newVisitors }),
    ]);
    for (const session of [...ofCustomers, ...ofVisitors]) sessions.set(session.id, session);

    // A visitor was its browser's before a login: a customer's document lists only so many formers.
    const formers = await record.visitors(site, [
      ...new Set([
        ...links.flatMap((link) => link.formers),
        ...[...ofCustomers, ...ofVisitors].map(({ browser }) => browser as string as VisitorId),
      ]),
    ]);
    const owners = links.flatMap(({ owner }) => owner ?? []);
    const unowned = new Set(
      newVisitors.filter((id) => links.every((link) => link.visitor !== id || !link.owner)),
    );
    const loggedIn = customersOf(ofVisitors.filter(({ visitor }) => unowned.has(visitor)));
    const [only] = loggedIn;
    newCustomers = [...owners, ...(loggedIn.length === 1 && only !== undefined ? [only] : [])].filter(
      (customer) => !customers.has(customer),
    );
    newVisitors = [
      ...known.flatMap(({ visitor }) => visitor ?? []),
      ...ofCustomers.map(({ visitor }) => visitor),
      ...links.flatMap(({ aliasOf }) => aliasOf ?? []),
      // A later login may have claimed it too: its own word, the earliest login's, counts.
      ...formers
        .filter(({ aliasOf }) => aliasOf !== undefined && visitors.has(aliasOf))
        .map(({ visitor }) => visitor),
    ].filter((visitor) => !visitors.has(visitor));
    newCustomers = [...new Set(newCustomers)];
    newVisitors = [...new Set(newVisitors)];
  }
  return { customers, visitors, sessions };
};

const isOfBoth = (one: Found, other: Found): boolean =>
  [...one.visitors].some((visitor) => other.visitors.has(visitor)) ||
  [...one.customers].some((customer) => other.customers.has(customer));

/** The person's browsers, apart by whether anybody else was seen on them. */
const browsersOf = async (
  record: Subjects,
  site: SiteId,
  { sessions, visitors }: Found,
): Promise<{ readonly browsers: BrowserId[]; readonly sharedBrowsers: BrowserId[] }> => {
  // A browser goes by its own id until a login says otherwise: its visits so far may be gone, or under way.
  const unseen = [...visitors] as string[] as BrowserId[];
  const used = [...new Set([...[...sessions.values()].map(({ browser }) => browser), ...unseen])];
  const all = used.length === 0 ? [] : await record.sessions(site, { browsers: used });
  const shared = new Set(all.filter(({ id }) => !sessions.has(id)).map(({ browser }) => browser));
  return { browsers: used.filter((browser) => !shared.has(browser)), sharedBrowsers: [...shared] };
};

/** The person whom these found ids are of. */
const subjectOf = async (record: Subjects, site: SiteId, found: Found): Promise<Resolved> => {
  const { customers, visitors, sessions } = found;
  const subject: Subject = {
    site,
    customers: [...customers],
    visitors: [...visitors],
    ...(await browsersOf(record, site, found)),
    sessions: [...sessions.values()].map(({ id, browser }) => ({ id, browser })),
  };
  return { outcome: 'found', subject };
};

/** Whom the id is as a visitor, or, as a browser, whom all its visits are of. */
const asVisitor = async (
  record: Subjects,
  site: SiteId,
  id: string,
): Promise<Found | undefined | 'several'> => {
  const visitor = id as VisitorId;
  const [links, sessions] = await Promise.all([
    record.visitors(site, [visitor]),
    record.sessions(site, { visitors: [visitor] }),
  ]);
  if (links.length > 0 || sessions.length > 0)
    return follow(record, site, { customers: [], visitors: [visitor] });
  const onBrowser = await record.sessions(site, { browsers: [id as BrowserId] });
  const [first] = onBrowser;
  if (first === undefined) return undefined;
  const found = await follow(record, site, { customers: [], visitors: [first.visitor] });
  return onBrowser.every((session) => found.visitors.has(session.visitor)) ? found : 'several';
};

const asCustomer = async (record: Subjects, site: SiteId, id: string): Promise<Found | undefined> => {
  const customer = id as CustomerId;
  const known = await record.customers(site, [customer]);
  return known.length === 0 ? undefined : follow(record, site, { customers: [customer], visitors: [] });
};

/**
 * The person whom an id names: a visitor's, a browser's or a customer's.
 * @throws RecordUnavailable
 */
export const resolveSubject = async (
  record: Subjects,
  site: SiteId,
  id: string,
  as?: AskedAs,
): Promise<Resolved> => {
  const [visitor, customer] = await Promise.all([
    as === 'customer' ? undefined : asVisitor(record, site, id),
    as === 'visitor' ? undefined : asCustomer(record, site, id),
  ]);
  if (visitor === 'several') return { outcome: 'ambiguous' };
  if (visitor !== undefined && customer !== undefined && !isOfBoth(visitor, customer)) {
    return { outcome: 'ambiguous' };
  }
  const found = customer ?? visitor;
  return found === undefined ? { outcome: 'unknown' } : subjectOf(record, site, found);
};
