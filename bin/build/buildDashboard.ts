import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { DASHBOARD_BUILD } from '../../web/dashboard/viteConfig.ts';

const gzipped = promisify(gzip);
const brotli = promisify(brotliCompress);

/** Smaller ones gain nothing that a packet would notice. */
const MIN_COMPRESSED_BYTES = 1_024;

const compress = async (path: string): Promise<{ path: string; gzipBytes: number }> => {
  const content = await readFile(path);
  const [gz, br] = await Promise.all([
    gzipped(content, { level: 9 }),
    brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  ]);
  if (content.length >= MIN_COMPRESSED_BYTES) {
    await Promise.all([writeFile(`${path}.gz`, gz), writeFile(`${path}.br`, br)]);
  }
  return { path, gzipBytes: gz.length };
};

/** How much of a kind the browser loads, over the wire. */
export interface DashboardSize {
  /** All of the dashboard's scripts, gzip. */
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

/**
 * Builds the dashboard into a folder, each file with its gzip and brotli form beside it.
 * @param options.minify off for a quick build
 */
export const buildDashboard = async (
  outdir: string,
  { minify = true }: { readonly minify?: boolean } = {},
): Promise<DashboardSize> => {
  await build({
    ...DASHBOARD_BUILD,
    build: { ...DASHBOARD_BUILD.build, outDir: outdir, ...(minify ? {} : { minify: false }) },
  });
  const entries = await readdir(outdir, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => compress(join(parentPath, name))),
  );
  const bytesOf = (extension: string): number =>
    files.filter(({ path }) => path.endsWith(extension)).reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  return { scriptBytes: bytesOf('.js'), styleBytes: bytesOf('.css') };
};
