import * as fc from 'fast-check';
import { CUSTOMERS, PRODUCTS, SHOP_ORDERS } from '../../src/adapters/mongodb/indexes.ts';
import type { CustomerId } from '../../src/domain/ids.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { Killed } from '../aggregate/interruptedPorts.ts';
import { NOON } from '../support/testShop.ts';
import { item, product, SITE } from './orderFixtures.ts';
import { type OrderPorts, orderShop, refundOf, wish } from './orderShop.ts';

/** What one client asks for, again after each kill. */
type Task =
  | { readonly kind: 'place'; readonly order: number; readonly quantities: readonly [number, number] }
  | { readonly kind: 'refund'; readonly order: number; readonly refund: number; readonly pieces: 0 | 1 }
  | { readonly kind: 'finish' };

/** Asks for one thing after the other. */
type Client = readonly {
  readonly task: Task;
  /** After how many steps each try of it is killed; the one after the last lives, or there is none. */
  readonly kills: readonly number[];
  readonly givesUp: boolean;
}[];

const PRODUCT_IDS = ['boots', 'socks'] as const;
const STOCK = 4;
const PRICE = 1_000;
const MAX_ORDER = 2;

const withKills = (task: fc.Arbitrary<Task>) =>
  fc.record({
    task,
    kills: fc.array(fc.integer({ min: 1, max: 46 }), { maxLength: 2 }),
    givesUp: fc.boolean(),
  });

const place = (order: number): fc.Arbitrary<Task> =>
  fc.record({
    kind: fc.constant('place' as const),
    order: fc.constant(order),
    quantities: fc.constantFrom<readonly [number, number]>([1, 0], [2, 0], [1, 1], [0, 2], [2, 2]),
  });
const refund = (order: number): fc.Arbitrary<Task> =>
  fc.record({
    kind: fc.constant('refund' as const),
    order: fc.constant(order),
    refund: fc.nat({ max: 2 }),
    pieces: fc.constantFrom<0 | 1>(0, 1),
  });

const clientArbitrary: fc.Arbitrary<Client> = fc.nat({ max: MAX_ORDER }).chain((order) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.tuple(withKills(place(order))) },
    { weight: 4, arbitrary: fc.tuple(withKills(place(order)), withKills(refund(order))) },
    {
      weight: 2,
      arbitrary: fc.tuple(withKills(place(order)), withKills(refund(order)), withKills(refund(order))),
    },
    { weight: 1, arbitrary: fc.tuple(withKills(fc.constant({ kind: 'finish' as const }))) },
  ),
);

export const clientsArbitrary: fc.Arbitrary<readonly Client[]> = fc.array(clientArbitrary, {
  minLength: 2,
  maxLength: 6,
});

/** A customer has two of the orders. */
const customerOf = (order: number): CustomerId => `c${order % 2}` as CustomerId;

type Around = (label: string) => Promise<void>;

const around = (ports: OrderPorts, step: Around): OrderPorts => {
  const wrapped = <P extends object>(port: P, name: string): P =>
    Object.fromEntries(
      Object.entries(port).map(([method, run]) => [
        method,
        async (...args: unknown[]) => {
          await step(`before ${name}.${method}`);
          const result = await run(...args);
          await step(`after ${name}.${method}`);
          return result;
        },
      ]),
    ) as P;
  return {
    book: wrapped(ports.book, 'book'),
    catalogue: wrapped(ports.catalogue, 'catalogue'),
    hotSessions: wrapped({ change: ports.hotSessions.change }, 'hotSessions'),
    deliver: wrapped({ deliver: ports.deliver }, 'queue').deliver,
    record: wrapped({ tellUnjoinedOrders: ports.record.tellUnjoinedOrders }, 'record'),
  };
};

/** Change of the ports that a mistake makes. */
export type Plant = (ports: OrderPorts) => OrderPorts;

type Shop = ReturnType<typeof orderShop>;

const run = async (shop: Shop, task: Task, ports: OrderPorts): Promise<void> => {
  const orders = shop.orders(ports);
  switch (task.kind) {
    case 'place': {
      const { order, quantities } = task;
      const items = PRODUCT_IDS.flatMap((id, index) => {
        const quantity = quantities[index] ?? 0;
        return quantity > 0 ? [item(id, quantity, PRICE)] : [];
      });
      // One order is of a request without a session.
      const session = order === MAX_ORDER ? { session: undefined } : {};
      await orders.place(wish(`o${order}`, { customer: customerOf(order), items, ...session }));
      return;
    }
    case 'refund': {
      const { order, refund, pieces } = task;
      await orders.refund(
        refundOf(`o${order}`, `r${refund}`, pieces ? PRICE : 300, pieces ? { boots: 1 } : {}),
      );
      return;
    }
    case 'finish':
      await orders.finishPending(SITE);
  }
};

const wasKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof AggregateError && error.errors.every(wasKilled));

/** Clients at once, each as a process of its own that is killed as it says; then, a minute later, one that lives. */
export const runClients = async (
  clients: readonly Client[],
  scheduler: fc.Scheduler,
  plant: Plant = (ports) => ports,
) => {
  const db = inMemoryDb(() => NOON);
  const shop = orderShop(db);
  await shop.ports.catalogue.seed(
    SITE.id,
    PRODUCT_IDS.map((id) => product(id, { stock: STOCK })),
  );
  let isOver = false;
  let lowest = STOCK;
  /** Resolves with whether the process lived to its end. */
  const tried = async (task: Task, killedAt: number): Promise<boolean> => {
    let steps = 0;
    const ports = around(plant(shop.ports), async (label) => {
      steps += 1;
      if (steps >= killedAt) throw new Killed(`at step ${steps}, ${label}`);
      if (!isOver) await scheduler.schedule(Promise.resolve(), label);
      for (const id of PRODUCT_IDS) lowest = Math.min(lowest, (await shop.stock(id)) ?? 0);
    });
    try {
      await run(shop, task, ports);
    } catch (error) {
      if (!wasKilled(error)) throw error;
    }
    return steps < killedAt;
  };
  const play = async (client: Client): Promise<void> => {
    for (const { task, kills, givesUp } of client) {
      const tries = [...kills, ...(givesUp ? [] : [Number.POSITIVE_INFINITY])];
      for (const killedAt of tries) if (await tried(task, killedAt)) break;
    }
  };
  await scheduler.waitFor(Promise.all(clients.map(play)));
  isOver = true;
  shop.clock.nowMs += 60_000;
  await tried({ kind: 'finish' }, Number.POSITIVE_INFINITY);
  return { shop, lowest, ...(await counted(shop, db)) };
};

interface Stored {
  readonly orderId: string;
  readonly customerId: string;
  readonly state: string;
  readonly effects: string;
  readonly pendingSince?: Date;
  readonly items: readonly { readonly productId: string; readonly quantity: number }[];
  readonly amountMinor: number;
  readonly refunds: readonly {
    readonly refundId: string;
    readonly amountMinor: number;
    readonly items: readonly unknown[];
  }[];
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** What there is in the end, and what there must be by the orders in the book: counted here anew, by no rule of the shop's. */
const counted = async (shop: Shop, db: ReturnType<typeof inMemoryDb>) => {
  const orders = (await db.collection(SHOP_ORDERS).find({}).toArray()) as unknown as Stored[];
  const placed = orders.filter(({ state }) => state === 'placed');
  const returned = ({ refunds }: Stored, id: string) =>
    id === 'boots' ? refunds.filter(({ items }) => items.length > 0).length : 0;
  const bought = ({ items }: Stored, id: string) =>
    sumOf(items.filter(({ productId }) => productId === id).map(({ quantity }) => quantity));
  const left = (order: Stored) =>
    order.amountMinor - sumOf(order.refunds.map(({ amountMinor }) => amountMinor));
  const alive = placed.filter((order) => left(order) > 0);

  const there = {
    unfinished: orders.filter(
      ({ state, effects, pendingSince }) => state === 'reserving' || effects !== 'done' || pendingSince,
    ).length,
    notes: await Promise.all(PRODUCT_IDS.map((id) => shop.notes(id))),
    stock: await Promise.all(PRODUCT_IDS.map((id) => shop.stock(id))),
    sold: await Promise.all(
      PRODUCT_IDS.map(async (id) => {
        const found = await db.collection(PRODUCTS).findOne({ productId: id });
        return [found?.totalSales, found?.totalRevenue];
      }),
    ),
    customers: Object.fromEntries(
      (await db.collection(CUSTOMERS).find({}).toArray()).map((one) => [
        one.customerId,
        [one.totalOrders, one.totalSpent],
      ]),
    ),
    told: [
      ...new Set([
        ...shop.events().map(({ properties = {} }) => `${properties.orderId} ${properties.refundId ?? ''}`),
        ...(await toldUnjoined(db)),
      ]),
    ].sort(),
  };
  const expected = {
    unfinished: 0,
    notes: PRODUCT_IDS.map(() => 0),
    stock: PRODUCT_IDS.map(
      (id) => STOCK - sumOf(placed.map((order) => bought(order, id) - returned(order, id))),
    ),
    sold: PRODUCT_IDS.map((id) => {
      const pieces = sumOf(alive.map((order) => bought(order, id) - returned(order, id)));
      return [pieces, pieces * PRICE];
    }),
    customers: Object.fromEntries(
      [...new Set(placed.map(({ customerId }) => customerId))].map((customer) => {
        const own = alive.filter(({ customerId }) => customerId === customer);
        return [customer, [own.length, sumOf(own.map(left))]];
      }),
    ),
    told: placed
      .flatMap(({ orderId, refunds }) => [
        `${orderId} `,
        ...refunds.map(({ refundId }) => `${orderId} ${refundId}`),
      ])
      .sort(),
  };
  return { there, expected, overdrawn: placed.filter((order) => left(order) < 0).length };
};

const toldUnjoined = async (db: ReturnType<typeof inMemoryDb>): Promise<string[]> => {
  const documents = await db.collection('orders').find({}).toArray();
  return documents.flatMap(({ orderId, told }) =>
    Object.values(told as { [event: string]: { refundId?: string } }).map(
      ({ refundId }) => `${orderId} ${refundId ?? ''}`,
    ),
  );
};
