import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What `import … from 'footfall/…'` finds: modules with their packages left outside, and their types. */
export const buildPackage = async (outdir: string): Promise<void> => {
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  } as const;
  await Promise.all([
    build({
      ...common,
      entryPoints: { middleware: 'src/package/middleware.ts' },
      outdir,
      splitting: true,
      platform: 'node',
      target: 'node22',
    }),
    build({
      ...common,
      entryPoints: { cdk: 'lib/index.ts' },
      outdir,
      platform: 'node',
      target: 'node22',
    }),
    build({
      ...common,
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
