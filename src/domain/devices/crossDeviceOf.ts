import { ratioOf } from '../metrics/ratioOf.ts';
import { type DevicePath, devicePaths } from './devicePaths.ts';
import { type DeviceUse, isOtherDevice } from './deviceUse.ts';
import { medianOf } from './median.ts';

/** A session that converted, and how the person was first seen. Times are epoch milliseconds. */
export interface Conversion {
  /** Absent where no session of the person is kept any more but this one. */
  readonly first: (DeviceUse & { readonly startedAt: number }) | undefined;
  readonly on: DeviceUse;
  /** When the session's first order was placed. */
  readonly at: number;
}

/** Conversions of persons who were first seen on another device. */
export interface CrossDevice {
  readonly conversions: number;
  readonly firstSeenElsewhere: number;
  readonly share: number | null;
  /** From the first session's start to the order, of those first seen elsewhere. */
  readonly medianTimeToConversionMs: number | null;
  readonly paths: readonly DevicePath[];
}

export const crossDeviceOf = (conversions: readonly Conversion[]): CrossDevice => {
  const moves = conversions.flatMap(({ first, on, at }) =>
    first !== undefined && isOtherDevice(first, on)
      ? [{ from: first.device, to: on.device, tookMs: Math.max(0, at - first.startedAt) }]
      : [],
  );
  return {
    conversions: conversions.length,
    firstSeenElsewhere: moves.length,
    share: ratioOf(moves.length, conversions.length),
    medianTimeToConversionMs: medianOf(moves.map(({ tookMs }) => tookMs)),
    paths: devicePaths(moves),
  };
};
