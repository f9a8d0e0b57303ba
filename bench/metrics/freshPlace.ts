import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSecantus } from '../../test/servers/servers.ts';
import { owned } from '../processes/owned.ts';
import type { RecordPlace } from './aggregating.ts';

export const RECORDS = ['embedded', 'secantus'] as const;
export type RecordName = (typeof RECORDS)[number];

export interface FreshPlace {
  /** For a record. */
  readonly place: RecordPlace;
  /** For all else. */
  readonly folder: string;
}

/** A folder that is gone afterwards. */
export const inTemporaryFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A place where nothing is yet, and that is gone afterwards. */
export const atFreshPlace = <T>(name: RecordName, use: (place: FreshPlace) => Promise<T>): Promise<T> =>
  inTemporaryFolder(async (folder) => {
    if (name === 'embedded') return use({ place: { dir: join(folder, 'record') }, folder });
    const server = owned(await startSecantus());
    return use({ place: { uri: server.url }, folder }).finally(server.stop);
  });
