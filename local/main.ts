import { resolve } from 'node:path';
import { readableLog } from '../src/adapters/log/readableLog.ts';
import { integerVariable } from '../src/config/environment.ts';
import { banner } from './banner.ts';
import { startFault } from './startFault.ts';
import { startFootfall } from './startFootfall.ts';
import { stopOnSignal } from './stopOnSignal.ts';

/** `PORT`, `DATA_DIR`, what `startFootfall` reads, `DEBUG` for more of the log, `NO_COLOR` for less paint. */
const { env, stdout, stderr } = process;

// A reader that goes away (`npm start | head`) is no reason to stop.
stdout.on('error', () => undefined);
stderr.on('error', () => undefined);

const log = readableLog({
  write: (line) => void stdout.write(line),
  now: Date.now,
  level: env.DEBUG ? 'debug' : 'info',
  colours: stdout.isTTY === true && !env.NO_COLOR,
});

try {
  const port = integerVariable(env, 'PORT', { fallback: 3_000, min: 0, max: 65_535 });
  const dataDir = resolve(env.DATA_DIR || '.footfall');
  const footfall = await startFootfall({ port, dataDir, environment: env, log });
  stdout.write(banner(footfall, dataDir));
  stopOnSignal(footfall, log);
} catch (error) {
  stderr.write(`${startFault(error)}\n`);
  process.exit(1);
}
