import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import type { viteBuild } from '../../web/viteBuild.ts';

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
export interface WebAppSize {
  /** All scripts, gzip. */
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

export interface WebAppBuildOptions {
  /** Off for a quick build. */
  readonly minify?: boolean;
}

/** Builds a single-page application into a folder, each file with its gzip and brotli form beside it. */
export const buildWebApp = async (
  config: ReturnType<typeof viteBuild>,
  outdir: string,
  { minify = true }: WebAppBuildOptions = {},
): Promise<WebAppSize> => {
  await build({
    ...config,
    build: { ...config.build, outDir: outdir, ...(minify ? {} : { minify: false }) },
  });
  const entries = await readdir(outdir, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => compress(join(parentPath, name))),
  );
  const bytesOf = (extension: string): number =>
    files.filter(({ path }) => path.endsWith(extension)).reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  return { scriptBytes: bytesOf('.js'), styleBytes: bytesOf('.css') };
};
