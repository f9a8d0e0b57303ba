import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** ESM bundles of CommonJS packages (ioredis, mongodb) need a `require` of their own. */
const REQUIRE_BANNER =
  "import { createRequire as footfallRequire } from 'node:module'; const require = footfallRequire(import.meta.url);";

/** What MongoDB's driver would use if it were installed; it is not. */
const OPTIONAL_PACKAGES = [
  '@aws-sdk/credential-providers',
  '@mongodb-js/zstd',
  'aws4',
  'gcp-metadata',
  'kerberos',
  'mongodb-client-encryption',
  'snappy',
  'socks',
];

/** The functions: one folder each, with its `handler.ts`. */
export const functionNames = async (): Promise<string[]> =>
  (await readdir(join(ROOT, 'functions'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** Bundles one function into its folder, split so that what is imported lazily loads lazily. */
export const buildFunction = async (name: string, outdir: string): Promise<Metafile> => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { handler: `functions/${name}/handler.ts` },
    outdir: join(outdir, name),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    conditions: ['production'],
    banner: { js: REQUIRE_BANNER },
    external: OPTIONAL_PACKAGES,
    alias: { debug: join(ROOT, 'bin/build/noDebug.cjs') },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
};

/** The files that a function loads before its first request, and what is in them: those it imports statically. */
export const entryChunks = (metafile: Metafile): { path: string; bytes: number; inputs: string[] }[] => {
  const { outputs } = metafile;
  const entry = Object.keys(outputs).find((path) => path.endsWith('/handler.mjs'));
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && outputs[imported.path]) visit(imported.path);
    }
  };
  if (entry) visit(entry);
  return [...found].map((path) => ({
    path,
    bytes: outputs[path]?.bytes ?? 0,
    inputs: Object.keys(outputs[path]?.inputs ?? {}),
  }));
};
