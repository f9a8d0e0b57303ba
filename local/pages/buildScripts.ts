import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { TRACKER_BUNDLE } from '../../web/tracker/bundle.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const START_BUNDLE = {
  entryPoints: ['web/start/start.ts', 'web/start/start.css'],
  bundle: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  tsconfigRaw: {},
  outdir: 'start',
} satisfies BuildOptions;

/** The browser's files, built from their sources as they are now. */
export interface Scripts {
  readonly tracker: string;
  readonly start: string;
  readonly style: string;
}

const built = async (options: BuildOptions): Promise<(extension: string) => string> => {
  const { outputFiles } = await build({ ...options, absWorkingDir: ROOT, write: false });
  return (extension) => {
    const file = outputFiles.find(({ path }) => path.endsWith(extension) || path === '<stdout>');
    if (file === undefined)
      throw new Error(`esbuild made no ${extension} of ${JSON.stringify(options.entryPoints)}`);
    return file.text;
  };
};

/** Builds the tracker as shops load it, and the page of live sessions; some tens of milliseconds. */
export const buildScripts = async (): Promise<Scripts> => {
  const [tracker, start] = await Promise.all([built(TRACKER_BUNDLE), built(START_BUNDLE)]);
  return { tracker: tracker('.js'), start: start('.js'), style: start('.css') };
};
