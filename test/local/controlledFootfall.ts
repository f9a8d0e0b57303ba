import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../src/config/environment.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { temporaryFootfall } from './temporaryFootfall.ts';

/** A running Footfall with what lets one control it. */
export const controlledFootfall = async (environment: Environment = {}) => {
  const dataDir = await temporaryDataDir();
  const footfall = await temporaryFootfall({ dataDir, environment });
  const control = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')) as {
    readonly url: string;
    readonly token: string;
  };
  return { ...footfall, dataDir, control };
};
