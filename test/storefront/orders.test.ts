import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../src/adapters/mongodb/indexes.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { eventsOf } from '../support/testShop.ts';
import {
  type Answered,
  HAT,
  piecesIn,
  RUNNERS,
  SHOP,
  type Shopper,
  shopper,
  type TestStorefront,
  testStorefront,
} from './testStorefront.ts';

/** A customer with something in the cart. */
const buyer = async (
  shop: TestStorefront,
  name: string,
  items: { readonly [productId: string]: number } = { 'red-runners': 2, 'straw-hat': 1 },
  options: Parameters<typeof shopper>[1] = {},
) => {
  const somebody = shopper(shop, options);
  await somebody.register(name);
  for (const [productId, quantity] of Object.entries(items)) await somebody.add(productId, quantity);
  return somebody;
};

const stockOf = async (shop: TestStorefront, productId: string): Promise<number | undefined> =>
  (await shop.catalogue.find(SHOP.id, [productId]))[0]?.stock;

const statusesOf = (answers: readonly Answered[]): { readonly [status: number]: number } => {
  const counted: { [status: number]: number } = {};
  for (const { status } of answers) counted[status] = (counted[status] ?? 0) + 1;
  return counted;
};

/** The same shop, where something happens before an order goes through. */
const shopThatWaits = (shop: TestStorefront, before: () => Promise<unknown>): Promise<TestStorefront> =>
  testStorefront({
    db: shop.db,
    replaced: {
      orders: {
        ...shop.orders,
        place: async (order) => {
          await before();
          return shop.orders.place(order);
        },
      },
    },
  });

const setHatPrice = (shop: TestStorefront, price: number) =>
  shop.db
    .collection(PRODUCTS)
    .bulkWrite([{ updateOne: { filter: { _id: 'shop:straw-hat' }, update: { $set: { price } } } }], {
      ordered: false,
    });

/** The same customer at the same shop, where a process is killed between the order and the cart. */
const whereOrdersKeepTheCart = async (shop: TestStorefront, customer: Shopper): Promise<Shopper> => {
  const broken = await testStorefront({
    db: shop.db,
    replaced: { carts: { ...shop.carts, save: () => Promise.reject(new RecordUnavailable('down')) } },
  });
  const there = shopper(broken, { jar: customer.jar });
  there.useToken(customer.token());
  return there;
};

const ordersOf = (shop: TestStorefront) =>
  eventsOf(shop.session).filter(({ type }) => type === 'order_completed');

describe.each(['1.0', '2.0'] as const)('an order, over payload %s,', (payload) => {
  it('is what is in the cart, told of the session that it was placed in', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna', undefined, { payload });
    expect(await anna.ask('POST', 'checkout', { body: {} })).toMatchObject({
      status: 200,
      body: { cart: { quantity: 3, totalMinor: 21_700 } },
    });
    const ordered = await anna.order();
    expect(ordered).toMatchObject({ status: 201 });
    expect(ordered.body.order).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{20}$/),
      placedAt: new Date(shop.now()).toISOString(),
      items: [
        { productId: 'red-runners', name: RUNNERS.name, quantity: 2, priceMinor: 8_900 },
        { productId: 'straw-hat', name: HAT.name, quantity: 1, priceMinor: 3_900 },
      ],
      amountMinor: 21_700,
      currency: 'EUR',
      refundedMinor: 0,
      status: 'placed',
      refunds: [],
    });
    const orderId = ordered.body.order.id;
    expect(await anna.cart()).toMatchObject({ items: [], quantity: 0, totalMinor: 0 });
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([18, 2]);
    expect((await anna.ask('GET', 'orders')).body.orders).toEqual([ordered.body.order]);
    expect((await anna.ask('GET', `orders/${orderId}`)).body.order).toEqual(ordered.body.order);

    const types = eventsOf(shop.session).map(({ type }) => type);
    expect(types).toEqual([
      'session_started',
      'customer_login',
      'add_to_cart',
      'add_to_cart',
      'checkout_started',
      'order_completed',
    ]);
    expect(new Set(shop.session.messages.map(({ session }) => session.id)).size).toBe(1);
    expect(ordersOf(shop)).toMatchObject([
      { properties: { orderId, amountMinor: 21_700, currency: 'EUR' }, source: 'server' },
    ]);
  });
});

describe('an order', () => {
  it('sent twenty times at once with one key is one order', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna');
    const answers = await Promise.all(Array.from({ length: 20 }, () => anna.order('one-key')));
    expect(statusesOf(answers)).toEqual({ 200: 19, 201: 1 });
    expect(new Set(answers.map(({ body }) => body.order.id)).size).toBe(1);
    expect(await stockOf(shop, 'red-runners')).toBe(18);
    expect((await anna.ask('GET', 'orders')).body.orders).toHaveLength(1);
    expect(new Set(ordersOf(shop).map(({ id }) => id)).size).toBe(1);
    const [customer] = await shop.db.collection('customers').find({}).toArray();
    expect(customer).toMatchObject({ totalOrders: 1, totalSpent: 21_700 });

    expect(await anna.order('one-key')).toMatchObject({
      status: 200,
      body: { order: answers[0]?.body.order },
    });
  });

  it('sent from two tabs with two keys is one order', async () => {
    const shop = await testStorefront();
    const bothHaveReadTheCart = Promise.withResolvers<void>();
    let waiting = 0;
    const slow = await shopThatWaits(shop, async () => {
      waiting += 1;
      if (waiting === 2) bothHaveReadTheCart.resolve();
      await bothHaveReadTheCart.promise;
    });
    const anna = await buyer(slow, 'anna');
    const answers = await Promise.all([anna.order('tab-1'), anna.order('tab-2')]);
    expect(statusesOf(answers)).toEqual({ 200: 1, 201: 1 });
    expect(answers[0].body.order).toEqual(answers[1].body.order);
    expect(await stockOf(shop, 'red-runners')).toBe(18);
    // Later there is nothing left to order, but either key still tells of it.
    expect(await anna.order('tab-3')).toMatchObject({ status: 422, body: { error: { code: 'empty_cart' } } });
    expect(await anna.order('tab-1')).toMatchObject({ status: 200 });
    expect(await anna.order('tab-2')).toMatchObject({ status: 200 });
  });

  it('is another one of the next cart, also with the same pieces', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna', { 'straw-hat': 1 });
    const first = await anna.order();
    shop.session.clock.nowMs += 1_000;
    await anna.add('straw-hat', 1);
    const second = await anna.order();
    expect(second.status).toBe(201);
    expect(second.body.order.id).not.toBe(first.body.order.id);
    const listed = (await anna.ask('GET', 'orders')).body.orders;
    expect(listed).toEqual([second.body.order, first.body.order]);
  });

  it('leaves in the cart what came in while it was placed', async () => {
    const shop = await testStorefront();
    let meanwhile = async (): Promise<unknown> => undefined;
    const slow = await shopThatWaits(shop, () => meanwhile());
    const anna = await buyer(slow, 'anna', { 'straw-hat': 1 });
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await anna.add('straw-hat', 1);
      await anna.add('red-runners', 1);
    };
    const ordered = await anna.order();
    expect(ordered.body.order.items).toMatchObject([{ productId: 'straw-hat', quantity: 1 }]);
    expect(piecesIn(await anna.cart())).toEqual({ 'straw-hat': 1, 'red-runners': 1 });
    const rest = await anna.order();
    expect(rest).toMatchObject({ status: 201, body: { order: { amountMinor: 12_800 } } });
    expect(await stockOf(shop, 'straw-hat')).toBe(1);
  });

  it('is one, and its cart is done with, where the answer was lost on the way', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna');
    const again = await whereOrdersKeepTheCart(shop, anna);
    expect(await again.order('one-key')).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 2, 'straw-hat': 1 });
    expect(await anna.order('one-key')).toMatchObject({
      status: 200,
      body: { order: { amountMinor: 21_700 } },
    });
    expect(await anna.cart()).toMatchObject({ quantity: 0 });
    expect(await stockOf(shop, 'red-runners')).toBe(18);
  });

  it('is of the price of now', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna', { 'straw-hat': 1 });
    await setHatPrice(shop, 4_100);
    expect(await anna.cart()).toMatchObject({ totalMinor: 4_100 });
    expect((await anna.order()).body.order).toMatchObject({ amountMinor: 4_100 });
  });

  describe('with the total that the customer was shown', () => {
    it('is placed where it comes to that, and not where a price has changed since', async () => {
      const shop = await testStorefront();
      const anna = await buyer(shop, 'anna');
      await setHatPrice(shop, 4_000);
      const refused = await anna.order('one-key', { totalMinor: 21_700 });
      expect(refused).toMatchObject({ status: 409, body: { error: { code: 'price_changed' } } });
      expect(refused.body.error?.message).toMatch(/price has changed/);
      expect([ordersOf(shop), await stockOf(shop, 'straw-hat')]).toEqual([[], 3]);
      const { totalMinor } = await anna.cart();
      expect(await anna.order('two-key', { totalMinor })).toMatchObject({
        status: 201,
        body: { order: { amountMinor: 21_800 } },
      });
    });

    it('is the same order again, whatever became of the prices since it was begun', async () => {
      const shop = await testStorefront();
      const anna = await buyer(shop, 'anna');
      const again = await whereOrdersKeepTheCart(shop, anna);
      const total = { totalMinor: 21_700 };
      expect(await again.order('one-key', total)).toMatchObject({ status: 503 });
      await setHatPrice(shop, 4_000);
      const repeated = { status: 200, body: { order: { amountMinor: 21_700 } } };
      expect(await anna.order('key-of-another-tab', total)).toMatchObject(repeated);
      expect(await anna.order('one-key', total)).toMatchObject(repeated);
    });

    it.each([-1, 1.5, '21700', Number.MAX_SAFE_INTEGER + 1, null])(
      'is refused with %j',
      async (totalMinor) => {
        const shop = await testStorefront();
        const anna = await buyer(shop, 'anna');
        expect(await anna.order('one-key', { totalMinor })).toMatchObject({
          status: 400,
          body: { error: { code: 'invalid', field: 'totalMinor' } },
        });
        expect(ordersOf(shop)).toEqual([]);
      },
    );
  });

  it('of more than there is, is refused as a whole, and goes through with less', async () => {
    const shop = await testStorefront();
    const anna = await buyer(shop, 'anna', { 'red-runners': 2, 'straw-hat': 3 });
    await shop.catalogue.setStock(SHOP.id, 'straw-hat', 1);
    const soldOut = {
      status: 409,
      body: { error: { code: 'sold_out', message: `Only 1 of ${HAT.name} is left.` } },
    };
    expect(await anna.ask('POST', 'checkout', { body: {} })).toMatchObject(soldOut);
    expect(await anna.order('first')).toMatchObject(soldOut);
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([20, 1]);
    expect(ordersOf(shop)).toEqual([]);
    expect((await anna.ask('GET', 'orders')).body.orders).toEqual([]);
    await anna.set('straw-hat', 1);
    expect(await anna.order('first')).toMatchObject({
      status: 201,
      body: { order: { amountMinor: 21_700 } },
    });
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([18, 0]);
  });

  it('of fifty customers for the last three pieces is three orders and 47 clear refusals', async () => {
    const shop = await testStorefront();
    const customers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => buyer(shop, `customer${index}`, { 'straw-hat': 1 })),
    );
    const answers = await Promise.all(customers.map((one) => one.order()));
    expect(statusesOf(answers)).toEqual({ 201: 3, 409: 47 });
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body.error?.code))).toEqual(new Set(['sold_out']));
    expect(await stockOf(shop, 'straw-hat')).toBe(0);
  });

  it('is nobody else’s to see or to refund', async () => {
    const shop = await testStorefront();
    const [anna, eve] = [await buyer(shop, 'anna'), await buyer(shop, 'eve')];
    const { id } = (await anna.order()).body.order;
    const unknown = { status: 404, body: { error: { code: 'unknown_order' } } };
    expect(await eve.ask('GET', `orders/${id}`)).toMatchObject(unknown);
    expect(await eve.refund(id, {})).toMatchObject(unknown);
    expect(await eve.ask('GET', 'orders/none')).toMatchObject(unknown);
    expect((await eve.ask('GET', 'orders')).body.orders).toEqual([]);
    expect((await anna.ask('GET', `orders/${id}`)).body.order).toMatchObject({ status: 'placed' });
  });

  it('keeps each customer’s key to itself', async () => {
    const shop = await testStorefront();
    const [anna, ben] = [await buyer(shop, 'anna'), await buyer(shop, 'ben', { 'straw-hat': 1 })];
    const [first, second] = [await anna.order('same'), await ben.order('same')];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.order).toMatchObject({ amountMinor: 3_900 });
  });

  it('is in the site’s currency', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    const headers = { origin: 'https://other.example', host: 'other.example' };
    const post = (path: string, body: object, more: object = {}) =>
      anna.ask('POST', path, { body, headers: { ...headers, ...more } });
    const registered = await post('auth/register', {
      email: 'anna@example.com',
      password: 'correct horse',
      name: 'Anna',
    });
    anna.useToken(registered.body.accessToken);
    expect((await post('cart/items', { productId: 'straw-hat', quantity: 1 })).body.cart).toMatchObject({
      currency: 'USD',
    });
    expect((await post('orders', {}, { 'idempotency-key': 'k' })).body.order).toMatchObject({
      currency: 'USD',
    });
    expect(ordersOf(shop)).toMatchObject([{ properties: { currency: 'USD' } }]);
    // A customer of one site is nobody at another.
    expect(await anna.ask('GET', 'orders')).toMatchObject({
      status: 401,
      body: { error: { code: 'bad_token' } },
    });
  });
});

describe('a refund', () => {
  const ordered = async (shop: TestStorefront) => {
    const anna = await buyer(shop, 'anna');
    return { anna, id: (await anna.order()).body.order.id };
  };

  it('of all gives the money and the pieces back', async () => {
    const shop = await testStorefront();
    const { anna, id } = await ordered(shop);
    const refunded = await anna.refund(id, {}, 'r1');
    expect(refunded).toMatchObject({ status: 200 });
    expect(refunded.body.order).toMatchObject({
      status: 'refunded',
      amountMinor: 21_700,
      refundedMinor: 21_700,
      refunds: [{ id: 'r1', amountMinor: 21_700, at: new Date(shop.now()).toISOString() }],
    });
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([20, 3]);
    expect(eventsOf(shop.session).filter(({ type }) => type === 'order_refunded')).toMatchObject([
      { properties: { orderId: id, refundId: 'r1', amountMinor: 21_700 } },
    ]);
  });

  it('of pieces, then of money, then of the rest', async () => {
    const shop = await testStorefront();
    const { anna, id } = await ordered(shop);
    const pieces = { items: [{ productId: 'red-runners', quantity: 1 }] };
    expect((await anna.refund(id, pieces)).body.order).toMatchObject({
      status: 'partly_refunded',
      refundedMinor: 8_900,
    });
    expect(await stockOf(shop, 'red-runners')).toBe(19);
    expect((await anna.refund(id, { amountMinor: 900 })).body.order).toMatchObject({ refundedMinor: 9_800 });
    expect((await anna.refund(id, {})).body.order).toMatchObject({
      status: 'refunded',
      refundedMinor: 21_700,
    });
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([20, 3]);
  });

  it('with one key is one refund, however often it is sent', async () => {
    const shop = await testStorefront();
    const { anna, id } = await ordered(shop);
    for (const wish of [{ items: [{ productId: 'red-runners', quantity: 1 }] }, { amountMinor: 500 }, {}]) {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => anna.refund(id, wish, key)));
      answers.push(await anna.refund(id, wish, key));
      expect(statusesOf(answers)).toEqual({ 200: 6 });
    }
    const { order } = (await anna.ask('GET', `orders/${id}`)).body;
    expect(order.refunds.map(({ amountMinor }) => amountMinor)).toEqual([8_900, 500, 12_300]);
    expect([await stockOf(shop, 'red-runners'), await stockOf(shop, 'straw-hat')]).toEqual([20, 3]);
    const [customer] = await shop.db.collection('customers').find({}).toArray();
    expect(customer).toMatchObject({ totalSpent: 0 });
  });

  it('with the key of another refund is refused', async () => {
    const { anna, id } = await ordered(await testStorefront());
    await anna.refund(id, { amountMinor: 500 }, 'r1');
    expect(await anna.refund(id, { amountMinor: 600 }, 'r1')).toMatchObject({
      status: 409,
      body: { error: { code: 'refund_differs' } },
    });
  });

  it.each([
    ['more money than was paid', { amountMinor: 21_701 }],
    ['more pieces than were bought', { items: [{ productId: 'straw-hat', quantity: 2 }] }],
    [
      'more pieces than were bought, piece by piece',
      {
        items: [
          { productId: 'straw-hat', quantity: 1 },
          { productId: 'straw-hat', quantity: 1 },
        ],
      },
    ],
    ['what was not bought', { items: [{ productId: 'night-fedora', quantity: 1 }] }],
  ])('of %s is refused', async (_, wish) => {
    const { anna, id } = await ordered(await testStorefront());
    expect(await anna.refund(id, wish)).toMatchObject({
      status: 422,
      body: { error: { code: 'refund_too_large' } },
    });
    expect((await anna.ask('GET', `orders/${id}`)).body.order.refunds).toEqual([]);
  });

  it('of what was given back already is refused', async () => {
    const { anna, id } = await ordered(await testStorefront());
    await anna.refund(id, {});
    const tooLarge = { status: 422, body: { error: { code: 'refund_too_large' } } };
    expect(await anna.refund(id, {})).toMatchObject(tooLarge);
    expect(await anna.refund(id, { amountMinor: 1 })).toMatchObject(tooLarge);
    expect(await anna.refund(id, { items: [{ productId: 'straw-hat', quantity: 1 }] })).toMatchObject(
      tooLarge,
    );
  });

  it.each([
    ['amountMinor', { amountMinor: 0 }],
    ['amountMinor', { amountMinor: 1.5 }],
    ['amountMinor', { amountMinor: -5 }],
    ['amountMinor', { amountMinor: 5, items: [{ productId: 'straw-hat', quantity: 1 }] }],
    ['items', { items: [] }],
    ['items', { items: [{ productId: 'straw-hat', quantity: 0 }] }],
    ['items', { items: 'all' }],
  ])('with wrong %s is refused: %j', async (field, wish) => {
    const { anna, id } = await ordered(await testStorefront());
    expect(await anna.refund(id, wish)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', field } },
    });
  });
});
