import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TRACKER_BUNDLE } from '../web/tracker/bundle.ts';
import { buildDashboard } from './build/buildDashboard.ts';
import { buildFunction, entryChunks, functionNames } from './build/buildFunctions.ts';
import { buildPackage } from './build/buildPackage.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const TRACKER = join(DIST, 'web/tracker.js');

await rm(DIST, { recursive: true, force: true });

const names = await functionNames();
const metafiles = await Promise.all(names.map((name) => buildFunction(name, join(DIST, 'functions'))));
await build({ ...TRACKER_BUNDLE, absWorkingDir: ROOT, outfile: TRACKER });
await buildPackage(join(DIST, 'package'));
const dashboard = await buildDashboard(join(DIST, 'web/dashboard'));
// The `web` function serves the files that lie beside its bundle.
await cp(join(DIST, 'web/dashboard'), join(DIST, 'functions/web/dashboard'), { recursive: true });

for (const [index, name] of names.entries()) {
  const metafile = metafiles[index];
  const bytes = metafile ? entryChunks(metafile).reduce((sum, chunk) => sum + chunk.bytes, 0) : 0;
  console.log(`functions/${name}: ${(bytes / 1_024).toFixed(1)} KiB before the first request`);
}
console.log(`web/tracker.js: ${((await stat(TRACKER)).size / 1_024).toFixed(1)} KiB`);
console.log(`web/dashboard: ${(dashboard.scriptBytes / 1_024).toFixed(1)} KiB of script, compressed`);
