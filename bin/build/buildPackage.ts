import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * Has a shop's own Lambda without `SITES` fail at its start: the sites of `footfall.config.json` are those of this project, and it
 * would run for another shop's.
 */
const withoutSites: Plugin = {
  name: 'without-sites',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]config[\\/]builtInSites\.ts$/ }, ({ path }) => ({
      contents: `
        import { ConfigurationError } from './ConfigurationError.ts';
        export const builtInSites = () => { throw new ConfigurationError('SITES is missing.'); };
      `,
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
} as const;

/** `footfall/middleware`, for a shop's own Lambda. */
export const buildMiddleware = (outdir: string) =>
  build({
    ...COMMON,
    entryPoints: { middleware: 'src/package/middleware.ts' },
    outdir,
    plugins: [withoutSites],
    splitting: true,
    platform: 'node',
    target: 'node22',
  });

/** What `import … from 'footfall/…'` finds: modules with their packages left outside, and their types. */
export const buildPackage = async (outdir: string): Promise<void> => {
  await Promise.all([
    buildMiddleware(outdir),
    build({
      ...COMMON,
      entryPoints: { cdk: 'lib/index.ts' },
      outdir,
      platform: 'node',
      target: 'node22',
    }),
    build({
      ...COMMON,
      entryPoints: { react: 'web/react/index.ts' },
      outdir,
      platform: 'browser',
      target: 'es2022',
    }),
    run(process.execPath, [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      '-p',
      join(ROOT, 'bin/build/tsconfig.types.json'),
      '--outDir',
      join(outdir, 'types'),
    ]),
  ]);
};
