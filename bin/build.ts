import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TRACKER_BUNDLE } from '../web/tracker/bundle.ts';
import { buildDashboard } from './build/buildDashboard.ts';
import { buildFunction, entryChunks, functionNames } from './build/buildFunctions.ts';
import { buildPackage } from './build/buildPackage.ts';
import { buildShop } from './build/buildShop.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const TRACKER = join(DIST, 'web/tracker.js');

await rm(DIST, { recursive: true, force: true });

const names = await functionNames();
const metafiles = await Promise.all(names.map((name) => buildFunction(name, join(DIST, 'functions'))));
await build({ ...TRACKER_BUNDLE, absWorkingDir: ROOT, outfile: TRACKER });
await buildPackage(join(DIST, 'package'));
const apps = {
  dashboard: await buildDashboard(join(DIST, 'web/dashboard')),
  shop: await buildShop(join(DIST, 'web/shop')),
};
// The `web` function serves the files that lie beside its bundle.
for (const app of Object.keys(apps)) {
  await cp(join(DIST, 'web', app), join(DIST, 'functions/web', app), { recursive: true });
}
await cp(TRACKER, join(DIST, 'functions/web/tracker.js'));

for (const [index, name] of names.entries()) {
  const metafile = metafiles[index];
  const bytes = metafile ? entryChunks(metafile).reduce((sum, chunk) => sum + chunk.bytes, 0) : 0;
  console.log(`functions/${name}: ${(bytes / 1_024).toFixed(1)} KiB before the first request`);
}
console.log(`web/tracker.js: ${((await stat(TRACKER)).size / 1_024).toFixed(1)} KiB`);
for (const [app, { scriptBytes }] of Object.entries(apps)) {
  console.log(`web/${app}: ${(scriptBytes / 1_024).toFixed(1)} KiB of script, compressed`);
}
