import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Code that is loaded when it is first needed: a load takes real time, in which a simulation's would go on without it. */
const LATE_CODE = 'src/{middleware,writer,runtime}/**/*.ts';

let loaded: Promise<unknown> | undefined;

/** Loads all that the simulated code may load late, once a process. */
export const warmUp = (): Promise<unknown> => {
  loaded ??= Promise.all(globSync(LATE_CODE, { cwd: ROOT }).map((file) => import(`${ROOT}${file}`)));
  return loaded;
};
