import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFiles } from '../../functions/web/readFiles.ts';
import type { WebFiles } from '../../functions/web/WebFile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A web application: where its sources are, and how it is built. */
interface App {
  readonly sources: readonly string[];
  build(outdir: string): Promise<unknown>;
}

/** Vite is needed for building alone, so what builds is imported then. */
const APPS = {
  dashboard: {
    sources: ['web/dashboard'],
    build: async (outdir) => (await import('../../bin/build/buildDashboard.ts')).buildDashboard(outdir),
  },
  shop: {
    sources: ['web/shop', 'web/react', 'web/tracker'],
    build: async (outdir) => (await import('../../bin/build/buildShop.ts')).buildShop(outdir),
  },
} satisfies { readonly [name: string]: App };

export type AppName = keyof typeof APPS;

/** When the newest file of a folder was changed, epoch milliseconds; absent where there is no such folder. */
const newestIn = async (dir: string): Promise<number | undefined> => {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const times = await Promise.all(
      files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs),
    );
    return times.length === 0 ? undefined : Math.max(...times);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const isFresh = async (built: string, sources: readonly string[]): Promise<boolean> => {
  const [builtAt, ...changed] = await Promise.all(
    [built, ...sources.map((path) => join(ROOT, path))].map(newestIn),
  );
  return builtAt !== undefined && changed.every((at) => at === undefined || at <= builtAt);
};

/** Beside its place first: another process may be reading there, or building as well, and the last one's is as good as any. */
const buildInto = async (built: string, { build }: App): Promise<void> => {
  const draft = `${built}.${process.pid}`;
  await build(draft);
  await rm(built, { recursive: true, force: true });
  await rename(draft, built).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
};

/** An application's files as `npm run build` left them; built first where they are missing or older than their sources. */
export const builtApp = async (name: AppName): Promise<WebFiles> => {
  const app: App = APPS[name];
  const built = join(ROOT, 'dist/web', name);
  if (!(await isFresh(built, app.sources))) await buildInto(built, app);
  return readFiles(built);
};
