import { fileURLToPath } from 'node:url';
import { startSecantus } from '../../test/servers/servers.ts';
import { owned } from '../processes/owned.ts';

/** Python finds `sitecustomize.py` there, which says why. */
const PYTHONPATH = fileURLToPath(new URL('secantus', import.meta.url));

/** A SecantusDB in a folder that outlives it, which takes as many batches a second as the load has. */
export const startRecord = async (place: { readonly port?: number; readonly storagePath: string }) =>
  owned(await startSecantus({ ...place, env: { PYTHONPATH } }));
