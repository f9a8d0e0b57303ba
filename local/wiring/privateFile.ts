import { open, readFile, rename } from 'node:fs/promises';

/** A file's text, or `undefined` where there is none. */
export const readPrivateFile = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Writes a file for its owner's eyes alone, whole or not at all. */
export const writePrivateFile = async (path: string, text: string | Uint8Array): Promise<void> => {
  // Under another name first: a crash must not leave half a secret behind.
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
};
