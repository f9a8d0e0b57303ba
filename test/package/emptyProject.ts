import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_PACKED = new Set(['node_modules', 'dist', '.git', '.footfall', 'cdk.out', 'test', 'bench']);

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    // As `tsc --init` has it: Middy's own types name a package that is only there where it is used.
    skipLibCheck: true,
    types: ['node'],
  },
};

/** A folder that is gone after the test. */
export const temporaryFolder = async (finished: (clean: () => Promise<void>) => void): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-outside-'));
  finished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Packs a copy into a folder: the build writes into the checkout, where other tests are at work. */
export const pack = async (copy: string): Promise<string> => {
  for (const name of await readdir(ROOT)) {
    if (!NOT_PACKED.has(name)) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json'], { cwd: copy, maxBuffer: 64 * 2 ** 20 });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string }];
  return join(copy, packed.filename);
};

/**
 * Writes a project of somebody's own, installs the package and what it asks for into it, and compiles it strictly.
 * @returns what the compiler complained of
 */
export const installAndCompile = async (
  project: string,
  {
    tarball,
    packages,
    files,
    compilerOptions = {},
  }: {
    readonly tarball: string;
    readonly packages: readonly string[];
    readonly files: { readonly [name: string]: string };
    readonly compilerOptions?: object;
  },
): Promise<string> => {
  const json = {
    'package.json': { name: 'a-shop', version: '1.0.0', private: true, type: 'module' },
    'tsconfig.json': {
      compilerOptions: { ...TSCONFIG.compilerOptions, ...compilerOptions },
      files: Object.keys(files).slice(0, 1),
    },
  };
  await Promise.all([
    ...Object.entries(files).map(([name, text]) => writeFile(join(project, name), text)),
    ...Object.entries(json).map(([name, value]) => writeFile(join(project, name), JSON.stringify(value))),
  ]);
  const asked = ['@types/node@24', 'typescript@7', ...packages];
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...asked], {
    cwd: project,
  });
  const compiled = await run('npx', ['--no-install', 'tsc', '-p', '.'], { cwd: project }).catch(
    (error: { stdout: string }) => error,
  );
  return compiled.stdout;
};

/** Whether npm reaches a registry: the packed package is installed with its dependencies, as a shop would. */
export const reachesRegistry = await run('npm', ['ping'], { timeout: 20_000 }).then(
  () => true,
  () => false,
);
