import { readdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import { SITES_FILE, sitesModule } from '../../src/config/sitesModule.ts';

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

const BUILTIN = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);

/**
 * Has Node's own modules come by `require`. By `import`, Node reads every export of `node:http` to make it a module, and one of
 * them loads all of undici: 35 of the 90 ms that `/track` took to load (2026-11-22).
 */
const requiredBuiltins: Plugin = {
  name: 'required-builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: BUILTIN }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
    }));
  },
};

/** Has roaring-wasm find its WebAssembly in the bundle; by itself it reads it from beside its own file, by CommonJS's `__dirname`. */
const builtInWasm: Plugin = {
  name: 'built-in-wasm',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]roaring-wasm[\\/]index\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace('__dirname', "''")
        .replace('fs.readFileSync(filename)', "require('./index.wasm')"),
    }));
  },
};

/**
 * Has ioredis come without what nobody here uses: finding a Sentinel's master (`REDIS_URL` names a node or a cluster), streams of
 * keys, sharded subscriptions, and the certificates of a vendor's servers. `/track` loads every byte at each cold start.
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup: ({ onLoad }) => {
    onLoad(
      {
        filter:
          /[\\/]ioredis[\\/]built[\\/](connectors[\\/]SentinelConnector[\\/]index|ScanStream|cluster[\\/]ClusterSubscriberGroup)\.js$/,
      },
      () => ({
        contents:
          "exports.default = class { constructor() { throw new Error('This part of ioredis is not in this bundle.'); } };",
      }),
    );
    onLoad({ filter: /[\\/]ioredis[\\/]built[\\/]constants[\\/]TLSProfiles\.js$/ }, () => ({
      contents: 'exports.default = {};',
    }));
  },
};

/**
 * Has the sites come from a file beside the bundle, checked and completed: each start is spared the checking, and who deploys a
 * built function for other sites writes another file. A Lambda's environment holds 4 kB.
 */
const sitesBeside: Plugin = {
  name: 'sites-beside',
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /[\\/]src[\\/]config[\\/]builtInSites\.ts$/ }, () => ({
      contents: `import sites from './${SITES_FILE}'; export const builtInSites = () => sites;`,
    }));
    onResolve({ filter: new RegExp(`^\\./${SITES_FILE.replace('.', '\\.')}$`) }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }));
  },
};

/** What is common to whatever we bundle for Lambda. */
export const LAMBDA_BUNDLE = {
  absWorkingDir: ROOT,
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
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles one function into its folder, split so that what is imported lazily loads lazily, with the sites beside it where it
 * reads them.
 * @param sitesJson the sites; `footfall.config.json` where it is left out
 * @throws ConfigurationError where a site is wrong
 */
export const buildFunction = async (name: string, outdir: string, sitesJson?: string): Promise<Metafile> => {
  const sites = sitesJson ?? (await readFile(join(ROOT, 'footfall.config.json'), 'utf8'));
  const { metafile } = await build({
    ...LAMBDA_BUNDLE,
    entryPoints: { handler: `functions/${name}/handler.ts` },
    outdir: join(outdir, name),
    external: OPTIONAL_PACKAGES,
    alias: { debug: join(ROOT, 'bin/build/noDebug.cjs') },
    plugins: [requiredBuiltins, builtInWasm, withoutUnused, sitesBeside],
    loader: { '.wasm': 'binary' },
  });
  const readsSites = Object.values(metafile.outputs).some(({ imports }) =>
    imports.some(({ path }) => path.endsWith(SITES_FILE)),
  );
  if (readsSites) {
    await writeFile(join(outdir, name, SITES_FILE), sitesModule(parseSitesJson(sites)));
  }
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
