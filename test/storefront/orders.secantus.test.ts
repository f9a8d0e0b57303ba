import { afterAll, beforeAll, expect, it } from 'vitest';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { type RecordPlace, secantusPlace } from '../contracts/recordStorePlaces.ts';
import { describeWith } from '../servers/servers.ts';
import { piecesIn, SHOP, shopper, testStorefront } from './testStorefront.ts';

describeWith(['secantus'], 'the storefront on the real driver and SecantusDB', () => {
  let place: RecordPlace;
  beforeAll(async () => {
    place = await secantusPlace();
    await mongoRecordStore({ db: place.db }).ensureIndexes();
  });
  afterAll(() => place?.stop());

  it('takes a purchase from the first look to the refund, each step sent several times at once', async () => {
    const shop = await testStorefront({ db: place.db });
    const anna = shopper(shop);
    const five = <T>(send: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 5 }, send));

    await anna.add('red-runners', 1);
    await five(() => anna.add('red-runners', 1));
    const registered = await five(() => anna.register('anna'));
    expect(registered.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    await five(() => anna.login('anna'));
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 6 });

    const orders = await five(() => anna.order('one-key'));
    expect(orders.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    const id = orders[0]?.body.order.id ?? '';
    expect(await anna.cart()).toMatchObject({ quantity: 0 });
    const wish = { items: [{ productId: 'red-runners', quantity: 2 }] };
    const refunds = await five(() => anna.refund(id, wish, 'r1'));
    expect(refunds.map(({ body }) => body.order.refundedMinor)).toEqual(Array(5).fill(17_800));
    const [runners] = await shop.catalogue.find(SHOP.id, ['red-runners']);
    expect(runners?.stock).toBe(16);
    expect((await anna.ask('GET', 'orders')).body.orders).toEqual([refunds[0]?.body.order]);
    expect(await place.db.collection('customers').findOne({ totalOrders: 1 })).toMatchObject({
      totalSpent: 35_600,
    });
  });
});
