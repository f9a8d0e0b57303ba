import { build } from 'esbuild';
import { TRACKER_BUNDLE } from '../../web/tracker/bundle.ts';

/** The script as shops load it. */
export const buildTracker = async (): Promise<string> => {
  const { outputFiles } = await build({ ...TRACKER_BUNDLE, write: false });
  const script = outputFiles[0];
  if (!script) throw new Error('esbuild wrote nothing');
  return script.text;
};
