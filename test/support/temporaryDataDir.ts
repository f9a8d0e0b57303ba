import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A data folder for one test. */
export const temporaryDataDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'footfall-data-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};
