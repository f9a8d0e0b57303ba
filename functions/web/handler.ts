import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { createHandler } from './createHandler.ts';
import { readFiles } from './readFiles.ts';
import { JAVASCRIPT, webFile } from './WebFile.ts';

/** The build puts the applications' files beside the bundle. */
const beside = (name: 'dashboard' | 'shop' | 'tracker.js'): string =>
  fileURLToPath(new URL(`./${name}`, import.meta.url));

export const handler = await startFunction(powertoolsLog('footfall-web'), async () => {
  const [dashboard, shop, tracker] = await Promise.all([
    readFiles(beside('dashboard')),
    readFiles(beside('shop')),
    readFile(beside('tracker.js')),
  ]);
  return createHandler({ dashboard, shop, tracker: webFile(JAVASCRIPT, tracker) });
});
