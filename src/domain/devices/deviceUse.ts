import type { BrowserId } from '../ids.ts';
import type { DeviceType } from '../metadata/device.ts';

/** Every type of device, in the order in which they are told. */
export const DEVICE_TYPES = [
  'desktop',
  'mobile',
  'tablet',
  'tv',
  'console',
  'wearable',
  'unknown',
] as const satisfies readonly DeviceType[];

const KNOWN: ReadonlyMap<string, DeviceType> = new Map(DEVICE_TYPES.map((type) => [type, type]));

/** A stored device type; `unknown` where it is none of ours. */
export const deviceTypeOf = (text: string | undefined): DeviceType => KNOWN.get(text ?? '') ?? 'unknown';

/** On what a session was. */
export interface DeviceUse {
  readonly browser: BrowserId;
  readonly device: DeviceType;
}

/**
 * Whether two sessions were on two devices: on different browsers, and on devices of different types. Two telephones of one person
 * cannot be told from two browsers on one, and a browser that calls itself something else (a page asked for "as on a desktop") is
 * still one browser. Of an unknown type nothing can be said.
 */
export const isOtherDevice = (a: DeviceUse, b: DeviceUse): boolean =>
  a.browser !== b.browser && a.device !== b.device && a.device !== 'unknown' && b.device !== 'unknown';

/** Whether some two of these sessions were on two devices. */
export const isOnSeveralDevices = (uses: readonly DeviceUse[]): boolean =>
  uses.some((a) => uses.some((b) => isOtherDevice(a, b)));
