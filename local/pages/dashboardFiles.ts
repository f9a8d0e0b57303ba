import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFiles } from '../../functions/web/readFiles.ts';
import type { WebFiles } from '../../functions/web/WebFile.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SOURCES = folder('web/dashboard');
const BUILT = folder('dist/web/dashboard');

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

const isBuilt = async (): Promise<boolean> => {
  const [built, changed] = await Promise.all([newestIn(BUILT), newestIn(SOURCES)]);
  return built !== undefined && (changed === undefined || changed <= built);
};

/** Beside its place first: another process may be reading there, or building as well, and the last one's is as good as any. */
const build = async (): Promise<void> => {
  // Vite is needed for this alone.
  const { buildDashboard } = await import('../../bin/build/buildDashboard.ts');
  const draft = `${BUILT}.${process.pid}`;
  await buildDashboard(draft);
  await rm(BUILT, { recursive: true, force: true });
  await rename(draft, BUILT).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
};

/** The dashboard's files as `npm run build` left them; built first where they are missing or older than their sources. */
export const dashboardFiles = async (): Promise<WebFiles> => {
  if (!(await isBuilt())) await build();
  return readFiles(BUILT);
};
