import { readableLog } from '../../src/adapters/log/readableLog.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { Log } from '../../src/ports/Log.ts';

/** What the parts have to say while a command runs, beside its output. */
export const commandLog = ({ DEBUG }: Environment): Log =>
  readableLog({
    write: (line) => void process.stderr.write(line),
    now: Date.now,
    level: DEBUG ? 'debug' : 'warn',
    colours: false,
  });
