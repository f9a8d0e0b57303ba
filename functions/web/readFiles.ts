import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { JAVASCRIPT, type WebFile, type WebFiles, webFile } from './WebFile.ts';

const CONTENT_TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': JAVASCRIPT,
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const COMPRESSED = { '.gz': 'gzip', '.br': 'br' } as const;
type CompressedExtension = keyof typeof COMPRESSED;
const isCompressed = (extension: string): extension is CompressedExtension =>
  Object.hasOwn(COMPRESSED, extension);

/** A file of a kind that none of the applications has: it would be served with a wrong type. */
export class UnknownFileType extends Error {
  override readonly name = 'UnknownFileType';
}

/**
 * Reads a folder of built files into memory, with the `.gz` and `.br` that stand beside them.
 * @throws UnknownFileType; what the file system throws where there is no such folder (it was not built)
 */
export const readFiles = async (folder: string): Promise<WebFiles> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const bytes = new Map(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)),
  );
  const files = new Map<string, WebFile>();
  for (const [path, plain] of bytes) {
    const extension = extname(path);
    if (isCompressed(extension)) continue;
    const contentType = CONTENT_TYPES[extension];
    if (contentType === undefined) throw new UnknownFileType(`${path} is of no type that is served`);
    const compressed: { -readonly [Coding in 'gzip' | 'br']?: Buffer } = {};
    for (const [suffix, coding] of Object.entries(COMPRESSED)) {
      const form = bytes.get(path + suffix);
      if (form) compressed[coding] = form;
    }
    files.set(path.replaceAll(sep, '/'), webFile(contentType, plain, compressed));
  }
  return files;
};
