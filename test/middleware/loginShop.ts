import type { StoredEvent } from '../../src/domain/events/event.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { WithSession } from '../../src/middleware/sessionMiddleware.ts';
import { storedEvents } from '../../src/writer/storedEvents.ts';
import {
  SHOP_ORIGIN,
  shopHandler,
  type TestDependencies,
  testBrowser,
  testSites,
} from '../support/testShop.ts';

const headerOf = (event: HttpEvent, name: string): string | undefined => event.headers?.[name];

/** What a shop's handler is asked to do, between what comes before and after it. */
export interface ShopHooks {
  /** Called once the session is attached. */
  readonly entered?: () => Promise<void>;
}

/**
 * A shop whose one handler logs in whom `x-login` names, and out where `x-logout` is there; `x-customer` is its token.
 * The answer tells what the handler saw of the session, before and after.
 */
export const loginShop = (deps: TestDependencies, hooks: ShopHooks = {}) =>
  shopHandler(deps, {
    pageViews: 'browser',
    customerOf: async (request) => request.header('x-customer'),
    handler: async (event: HttpEvent & Partial<WithSession>) => {
      await hooks.entered?.();
      const seen = event.session;
      const customer = headerOf(event, 'x-login');
      if (customer !== undefined) await event.login?.(customer);
      if (headerOf(event, 'x-logout') !== undefined) await event.logout?.();
      return { statusCode: 200, body: JSON.stringify({ seen, session: event.session }) };
    },
  });

/** A browser at that shop. */
export const customerBrowser = (
  deps: TestDependencies,
  options: { readonly jar?: Map<string, string>; readonly hooks?: ShopHooks } = {},
) => {
  const browser = testBrowser(loginShop(deps, options.hooks), options.jar ? { jar: options.jar } : {});
  const send = async (headers: { readonly [name: string]: string } = {}) => {
    const answer = await browser.send({
      method: 'POST',
      path: '/api/shop',
      headers: {
        'sec-fetch-dest': 'empty',
        origin: SHOP_ORIGIN,
        'content-type': 'application/json',
        ...headers,
      },
      body: '{}',
    });
    return { ...answer, ...JSON.parse(answer.body ?? '{}') };
  };
  return {
    jar: browser.jar,
    /** A request of a page; with a customer's token where one is named. */
    visit: (customer?: string) => send(customer === undefined ? {} : { 'x-customer': customer }),
    logIn: (customer: string) => send({ 'x-login': customer }),
    logOut: () => send({ 'x-logout': 'yes' }),
  };
};

/** All sessions as the record will have them, in the order in which they began, each with the visitor for whom it counts. */
export const recordedSessions = ({
  messages,
}: Pick<TestDependencies, 'messages'>): (SessionRecord & { readonly person: string })[] => {
  const events: readonly StoredEvent[] = messages.flatMap(storedEvents);
  const sessions = new Map<string, StoredEvent[]>();
  for (const event of events) sessions.set(event.session, [...(sessions.get(event.session) ?? []), event]);
  const alias = new Map<string, string>();
  for (const { formerVisitor, visitor } of events) {
    if (formerVisitor !== undefined && !alias.has(formerVisitor)) alias.set(formerVisitor, visitor);
  }
  return [...sessions.values()].flatMap((own) => {
    const session = foldSession({ events: own, site: testSites[0] });
    return session === undefined
      ? []
      : [{ ...session, person: alias.get(session.visitor) ?? session.visitor }];
  });
};
