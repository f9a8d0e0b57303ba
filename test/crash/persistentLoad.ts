import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpVisitor, httpVisitor } from '../support/httpVisitor.ts';
import { storefrontCustomer } from '../system/storefrontCustomer.ts';

/** What a server has answered with success, and must keep. */
export interface Acknowledged {
  /** Ids of page views. */
  readonly events: string[];
  /** Ids of customers who registered. */
  readonly customers: string[];
  readonly orders: string[];
}

/** Browsers and customers that go on whatever happens to the server. */
export interface PersistentLoad {
  readonly acknowledged: Acknowledged;
  /** Requests that were not answered with success; each is sent again, with the same id. */
  failures(): number;
  /** Resolves once every event is acknowledged; the server must run. */
  stop(): Promise<void>;
}

const PAUSE_MS = 4;
const PAUSE_AFTER_FAILURE_MS = 150;
/** Page views of a visit; then another browser comes. */
const VIEWS_OF_A_VISIT = 40;
const ORDERS_OF_A_CUSTOMER = 3;

/** @param options.product whose stock does not run out */
export const persistentLoad = (
  url: string,
  {
    browsers,
    customers,
    product,
  }: { readonly browsers: number; readonly customers: number; readonly product: string },
): PersistentLoad => {
  const acknowledged: Acknowledged = { events: [], customers: [], orders: [] };
  let running = true;
  let failures = 0;
  const failed = async (): Promise<void> => {
    failures += 1;
    await sleep(PAUSE_AFTER_FAILURE_MS);
  };

  /** As the tracker does: the same event until it is answered. */
  const view = async (visitor: HttpVisitor, nonce: string, path: string): Promise<void> => {
    const eventId = randomUUID();
    const body = { events: [{ eventType: 'page_view', path, eventId }], nonce };
    for (;;) {
      try {
        await visitor.ask('/track', body);
        acknowledged.events.push(eventId);
        return await sleep(PAUSE_MS);
      } catch {
        await failed();
      }
    }
  };
  const browse = async (): Promise<void> => {
    while (running) {
      const nonce = randomBytes(16).toString('hex');
      const visitor = httpVisitor(url, { nonce });
      for (let page = 0; running && page < VIEWS_OF_A_VISIT; page++)
        await view(visitor, nonce, `/page/${page}`);
    }
  };
  const shop = async (): Promise<void> => {
    while (running) {
      try {
        const customer = storefrontCustomer(url);
        acknowledged.customers.push(await customer.registers());
        for (let count = 0; running && count < ORDERS_OF_A_CUSTOMER; count++) {
          await customer.puts(product);
          await customer.checksOut();
          acknowledged.orders.push((await customer.orders()).id);
        }
      } catch {
        await failed();
      }
    }
  };

  const all = [...Array.from({ length: browsers }, browse), ...Array.from({ length: customers }, shop)];
  return {
    acknowledged,
    failures: () => failures,
    stop: async () => {
      running = false;
      await Promise.all(all);
    },
  };
};
