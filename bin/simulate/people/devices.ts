import type { Random, Weighted } from '../random.ts';

/** A browser on a device, by what it tells of itself in each request. */
export interface Device extends Weighted {
  readonly headers: { readonly [name: string]: string };
}

const CHROME_VERSION = '142';

const plain = (weight: number, userAgent: string): Device => ({
  weight,
  headers: { 'user-agent': userAgent },
});

/** Chromium's browsers tell the same once more, in client hints. */
const chromium = (
  weight: number,
  platform: string,
  system: string,
  { brand = 'Google Chrome', mobile = false, suffix = '' } = {},
): Device => ({
  weight,
  headers: {
    'user-agent': `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${CHROME_VERSION}.0.0.0${mobile ? ' Mobile' : ''} Safari/537.36${suffix}`,
    'sec-ch-ua': `"Chromium";v="${CHROME_VERSION}", "${brand}";v="${CHROME_VERSION}", "Not_A Brand";v="99"`,
    'sec-ch-ua-mobile': mobile ? '?1' : '?0',
    'sec-ch-ua-platform': `"${platform}"`,
  },
});

const WINDOWS = 'Windows NT 10.0; Win64; x64';
const MAC = 'Macintosh; Intel Mac OS X 10_15_7';
const IPHONE = 'iPhone; CPU iPhone OS 18_6 like Mac OS X';

const PHONES: readonly [Device, ...Device[]] = [
  chromium(34, 'Android', 'Linux; Android 10; K', { mobile: true }),
  plain(
    36,
    `Mozilla/5.0 (${IPHONE}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1`,
  ),
  plain(
    5,
    `Mozilla/5.0 (${IPHONE}) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/${CHROME_VERSION}.0.7444.77 Mobile/15E148 Safari/604.1`,
  ),
  plain(
    5,
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  ),
  plain(2, 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0'),
];
const DESKTOPS: readonly [Device, ...Device[]] = [
  chromium(38, 'Windows', WINDOWS),
  chromium(13, 'macOS', MAC),
  plain(13, `Mozilla/5.0 (${MAC}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`),
  chromium(14, 'Windows', WINDOWS, {
    brand: 'Microsoft Edge',
    suffix: ` Edg/${CHROME_VERSION}.0.0.0`,
  }),
  plain(8, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'),
  plain(3, 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'),
  chromium(2, 'Linux', 'X11; Linux x86_64'),
];
const OTHERS: readonly [Device, ...Device[]] = [
  plain(
    6,
    'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
  ),
  plain(
    3,
    'Mozilla/5.0 (Linux; Android 13; SM-X900) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36',
  ),
  plain(
    1,
    'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.270 Safari/537.36 WebAppManager',
  ),
];

/** What somebody holds in their hands. */
export type DeviceKind = 'phone' | 'desktop' | 'other';

interface Kind extends Weighted {
  readonly kind: DeviceKind;
  readonly devices: readonly [Device, ...Device[]];
}

const KINDS: readonly [Kind, ...Kind[]] = [
  { weight: 56, kind: 'phone', devices: PHONES },
  { weight: 39, kind: 'desktop', devices: DESKTOPS },
  { weight: 5, kind: 'other', devices: OTHERS },
];

/** What else somebody has who was first seen with one of these: who shops on a phone has a computer at home. */
const SECOND: { readonly [first in DeviceKind]: DeviceKind } = {
  phone: 'desktop',
  desktop: 'phone',
  other: 'phone',
};

export interface OwnDevice {
  readonly kind: DeviceKind;
  readonly device: Device;
}

/** A phone, a desktop computer, or something else: in proportion. */
export const deviceOf = (random: Random): OwnDevice => {
  const { kind, devices } = random.weighted(KINDS);
  return { kind, device: random.weighted(devices) };
};

/** The other device of somebody who has that one. */
export const secondDeviceOf = (random: Random, first: DeviceKind): OwnDevice => {
  const kind = SECOND[first];
  return { kind, device: random.weighted(kind === 'desktop' ? DESKTOPS : PHONES) };
};
