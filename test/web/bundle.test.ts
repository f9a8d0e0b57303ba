import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MAX_TRACKER_GZIP_BYTES } from '../../web/tracker/bundle.ts';
import { buildTracker } from './buildTracker.ts';

test('the tracker is small enough to be on every page of a shop', async () => {
  const script = await buildTracker();
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(MAX_TRACKER_GZIP_BYTES);
});

test('the tracker leaves one name on the page', async () => {
  const script = await buildTracker();
  const page: Record<string, unknown> = {};
  const names = Object.keys(globalThis);
  // With no browser around it at all it fails in silence, too.
  expect(() => new Function('window', 'document', 'navigator', script)(page, {}, {})).not.toThrow();
  expect(Object.keys(page)).toEqual(['footfall']);
  expect(Object.keys(globalThis)).toEqual(names);
});
