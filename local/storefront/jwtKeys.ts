import type { Environment } from '../../src/config/environment.ts';
import { keptKeys } from '../wiring/keptKeys.ts';
import { RING_FILES } from '../wiring/ringFiles.ts';

/** `JWT_KEYS`, or the data folder's own. */
export const jwtKeys = (environment: Environment, dataDir: string): Promise<string> =>
  keptKeys(environment, dataDir, { variable: 'JWT_KEYS', file: RING_FILES.jwt });
