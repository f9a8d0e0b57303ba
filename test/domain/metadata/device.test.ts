import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceFrom } from '../../../src/domain/metadata/device.ts';
import { hostileText } from './hostileText.ts';
import { USER_AGENTS } from './userAgents.ts';

test.each([
  ['chromeWindows', { type: 'desktop', browser: 'Chrome', os: 'Windows' }],
  ['edgeWindows', { type: 'desktop', browser: 'Edge', os: 'Windows' }],
  ['operaWindows', { type: 'desktop', browser: 'Opera', os: 'Windows' }],
  ['safariMac', { type: 'desktop', browser: 'Safari', os: 'Mac OS' }],
  ['firefoxUbuntu', { type: 'desktop', browser: 'Firefox', os: 'Ubuntu' }],
  ['chromeChromeOs', { type: 'desktop', browser: 'Chrome', os: 'Chromium OS' }],
  ['headlessChrome', { type: 'desktop', browser: 'Chrome', os: 'Linux' }],
  ['safariIphone', { type: 'mobile', browser: 'Mobile Safari', os: 'iOS' }],
  ['chromeIphone', { type: 'mobile', browser: 'Chrome', os: 'iOS' }],
  ['instagramIphone', { type: 'mobile', browser: 'Instagram', os: 'iOS' }],
  ['chromeAndroid', { type: 'mobile', browser: 'Chrome', os: 'Android' }],
  ['firefoxAndroid', { type: 'mobile', browser: 'Firefox', os: 'Android' }],
  ['webViewAndroid', { type: 'mobile', browser: 'Chrome WebView', os: 'Android' }],
  ['safariOldIpad', { type: 'tablet', browser: 'Mobile Safari', os: 'iOS' }],
  ['samsungTablet', { type: 'tablet', browser: 'Samsung Internet', os: 'Android' }],
  ['lgTv', { type: 'tv', browser: 'Chrome', os: 'webOS' }],
  ['playStation', { type: 'console', browser: 'Safari', os: 'PlayStation' }],
  ['quest', { type: 'wearable', browser: 'Oculus Browser', os: 'Android' }],
  ['googlebot', { type: 'unknown' }],
] as const)('%s is recognised', (name, device) => {
  expect(deviceFrom(USER_AGENTS[name])).toEqual(device);
});

test.each([undefined, '', 'curl/8.5.0', 'Mozilla/5.0'])('%j says nothing of a device', (userAgent) => {
  expect(deviceFrom(userAgent)).toEqual({ type: 'unknown' });
});

test('only the first 1,000 characters of a user agent are read', () => {
  expect(deviceFrom(`${'x'.repeat(1_000)}${USER_AGENTS.chromeWindows}`)).toEqual({ type: 'unknown' });
});

test('whatever comes, names are short and without versions', () => {
  const parts = fc.oneof(hostileText, fc.constantFrom(...Object.values(USER_AGENTS)));
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 3 }), (texts) => {
      const { browser = '', os = '' } = deviceFrom(texts.join(' '));
      expect(browser.length).toBeLessThanOrEqual(40);
      expect(os.length).toBeLessThanOrEqual(40);
      expect(`${browser}${os}`).not.toMatch(/\d+\.\d+/);
    }),
  );
});

test('takes bounded time, whatever comes', () => {
  for (const unit of [
    'a',
    '(',
    'android ',
    'version/1 ',
    'mobile; ',
    'mac os x ',
    'opera ',
    'linux; ',
    'safari/',
  ]) {
    const startMs = performance.now();
    deviceFrom(unit.repeat(10_000));
    expect(performance.now() - startMs, unit).toBeLessThan(1_000);
  }
});
