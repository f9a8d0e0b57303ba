import type { BuildOptions } from 'esbuild';

/** How the script is built from this folder (esbuild's options; paths from the project's root), for the build and for the tests alike. */
export const TRACKER_BUNDLE = {
  entryPoints: ['web/tracker/tracker.ts'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  tsconfigRaw: {},
} satisfies BuildOptions;

/** The script's largest size: a shop's page loads it on every first visit. 600 of them are consent and what goes with it (2026-11-23). */
export const MAX_TRACKER_GZIP_BYTES = 3_250;
