import type { IconName } from '../ui/Icon.tsx';

interface DeviceWords {
  readonly icon: IconName;
  /** As it stands in a sentence: "later, on the phone". */
  readonly the: string;
}

const DEVICES: { readonly [device: string]: DeviceWords } = {
  mobile: { icon: 'mobile', the: 'the phone' },
  desktop: { icon: 'system', the: 'the desktop' },
  tablet: { icon: 'tablet', the: 'the tablet' },
  tv: { icon: 'tv', the: 'the TV' },
  console: { icon: 'console', the: 'the games console' },
  wearable: { icon: 'wearable', the: 'the watch' },
};
const UNKNOWN: DeviceWords = { icon: 'devices', the: 'an unknown device' };

const wordsOf = (device: string): DeviceWords =>
  (Object.hasOwn(DEVICES, device) ? DEVICES[device] : undefined) ?? UNKNOWN;

export const deviceIcon = (device: string): IconName => wordsOf(device).icon;

/** A kind of device in a sentence: "the phone". */
export const theDevice = (device: string): string => wordsOf(device).the;

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Several of them: "the phone and the desktop". */
export const theDevices = (devices: readonly string[]): string => list.format(devices.map(theDevice));
