import type { Environment } from '../../src/config/environment.ts';
import { keptKeys } from './keptKeys.ts';
import { RING_FILES } from './ringFiles.ts';

/** `CONVERSION_KEYS`, or the data folder's own: what a shop's own back end signs with. */
export const conversionKeys = (environment: Environment, dataDir: string): Promise<string> =>
  keptKeys(environment, dataDir, { variable: 'CONVERSION_KEYS', file: RING_FILES.conversion });
