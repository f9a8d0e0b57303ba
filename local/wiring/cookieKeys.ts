import type { Environment } from '../../src/config/environment.ts';
import { keptKeys } from './keptKeys.ts';
import { RING_FILES } from './ringFiles.ts';

/** `COOKIE_KEYS`, or the data folder's own. */
export const cookieKeys = (environment: Environment, dataDir: string): Promise<string> =>
  keptKeys(environment, dataDir, { variable: 'COOKIE_KEYS', file: RING_FILES.cookie });
