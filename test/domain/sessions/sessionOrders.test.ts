import { expect, it } from 'vitest';
import type { EventProperties } from '../../../src/domain/events/event.ts';
import { sessionOrders } from '../../../src/domain/sessions/sessionOrders.ts';
import { START, serverEventOf } from './foldFixtures.ts';

const completed = (properties: EventProperties, occurredAt = START) =>
  serverEventOf('order_completed', { properties, occurredAt });
const ORDER = { orderId: 'o1', amountMinor: 100, currency: 'EUR' };
const REFUND = { orderId: 'o1', refundId: 'r1', amountMinor: 30 };
const refundedOf = (...events: Parameters<typeof sessionOrders>[0]) =>
  sessionOrders([completed(ORDER), ...events]).map(({ refundedMinor }) => refundedMinor);

it('an order is as it was told first', () => {
  expect(sessionOrders([completed(ORDER), completed({ ...ORDER, amountMinor: 7 }, START + 1)])).toEqual([
    { ...ORDER, placedAt: START, refundedMinor: 0 },
  ]);
  expect(sessionOrders([])).toEqual([]);
});

it.each(['orderId', 'amountMinor', 'currency'] as const)('an order without %s is none', (name) => {
  const { [name]: _, ...rest } = ORDER;
  expect(sessionOrders([completed(rest)])).toEqual([]);
});

it.each(['orderId', 'refundId', 'amountMinor'] as const)('a refund without %s is none', (name) => {
  const { [name]: _, ...rest } = REFUND;
  expect(refundedOf(serverEventOf('order_refunded', { properties: rest }))).toEqual([0]);
});

it('only a refund gives money back, each once, and none more than was paid', () => {
  const refund = (refundId: string, amountMinor: number) =>
    serverEventOf('order_refunded', { properties: { ...REFUND, refundId, amountMinor } });
  expect(refundedOf(serverEventOf('newsletter', { properties: REFUND }))).toEqual([0]);
  expect(refundedOf(refund('r1', 30), refund('r1', 40), refund('r2', 5))).toEqual([35]);
  expect(refundedOf(refund('r1', 60), refund('r2', 60))).toEqual([100]);
  const ofOther = serverEventOf('order_refunded', { properties: { ...REFUND, orderId: 'o2' } });
  expect(refundedOf(ofOther)).toEqual([0]);
});
