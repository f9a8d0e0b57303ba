import { type DevicePath, devicePaths } from './devicePaths.ts';
import { medianOf } from './median.ts';
import { type Cart, type CartOutcome, isRecovered, outcomeOf } from './personCarts.ts';

/** What became of carts. Each of them is paid in one of three ways, still open, or abandoned. */
export interface Continuity {
  readonly cartsBegun: number;
  readonly paidInSession: number;
  readonly paidLaterSameDevice: number;
  readonly paidOnOtherDevice: number;
  readonly stillOpen: number;
  readonly abandoned: number;
  /** Of those paid later: left for over half an hour before. */
  readonly recovered: number;
  readonly recoveredOnOtherDevice: number;
  /** From the start of the session in which a cart was begun to its order. */
  readonly medianTimeToPaymentMs: number | null;
  /** Of those paid on another device. */
  readonly paths: readonly DevicePath[];
}

const paid = ({ begun, payment }: Cart) =>
  payment === undefined
    ? []
    : [{ from: begun.device, to: payment.visit.device, tookMs: payment.at - begun.startedAt }];

/** @param nowMs epoch milliseconds: what is not paid by then is open or abandoned */
export const continuityOf = (carts: readonly Cart[], nowMs: number): Continuity => {
  const byOutcome = Map.groupBy(carts, (cart) => outcomeOf(cart, nowMs));
  const of = (outcome: CartOutcome): readonly Cart[] => byOutcome.get(outcome) ?? [];
  const onOtherDevice = of('paid_on_other_device');
  return {
    cartsBegun: carts.length,
    paidInSession: of('paid_in_session').length,
    paidLaterSameDevice: of('paid_later_same_device').length,
    paidOnOtherDevice: onOtherDevice.length,
    stillOpen: of('still_open').length,
    abandoned: of('abandoned').length,
    recovered: carts.filter(isRecovered).length,
    recoveredOnOtherDevice: onOtherDevice.filter(isRecovered).length,
    medianTimeToPaymentMs: medianOf(carts.flatMap(paid).map(({ tookMs }) => tookMs)),
    paths: devicePaths(onOtherDevice.flatMap(paid)),
  };
};
