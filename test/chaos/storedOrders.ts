import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { SHOP_ORDERS } from '../../src/adapters/mongodb/indexes.ts';

/** A shop's order as the record has it. */
export interface StoredOrder {
  readonly orderId: string;
  readonly customerId?: string;
  readonly state: string;
  readonly effects: string;
  readonly pendingSince?: Date;
  readonly placedAt: Date;
  readonly amountMinor: number;
  readonly items: readonly { readonly productId: string; readonly quantity: number }[];
  readonly refunds: readonly {
    readonly refundId: string;
    readonly amountMinor: number;
    readonly items: readonly unknown[];
  }[];
}

export const storedOrders = async (db: DriverDb): Promise<StoredOrder[]> =>
  (await db.collection(SHOP_ORDERS).find({}).toArray()) as unknown as StoredOrder[];

export const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** In minor units, what is left of an order after its refunds. */
export const leftOf = ({ amountMinor, refunds }: StoredOrder): number =>
  amountMinor - sumOf(refunds.map((refund) => refund.amountMinor));
