import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { packageRoot } from '../../lib/packageRoot.ts';

/** `describe` for tests of what is built, which CI does before: elsewhere they are skipped with a loud line. */
export const needsBuild = (title: string, body: () => void): void => {
  if (existsSync(join(packageRoot(), 'dist/functions/writer/handler.mjs'))) {
    describe(title, body);
    return;
  }
  if (process.env.CI === 'true') throw new Error(`CI needs "npm run build" for: ${title}`);
  process.stderr.write(`\n!! SKIPPED for want of "npm run build": ${title}\n`);
  describe.skip(title, body);
};
