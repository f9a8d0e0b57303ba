import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { describeWith, required } from '../servers/servers.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { forget, type HostileFootfall, startHostileFootfall } from './hostileFootfall.ts';

const TIME_LIMIT_MS = 300_000;
/** Generated cases of each operation, beside those that cover its schema. */
const EXAMPLES = 10;
const CONFIG = fileURLToPath(new URL('./schemathesis.toml', import.meta.url));
/** A commit always meets the same cases. */
const SEED = Number.parseInt(process.env.PROPERTY_SEED ?? '1', 16);

/** The token that one who may use an operation sends. */
const tokenFor = ({ operations, credentials }: HostileFootfall, id: string): string => {
  const operation = operations.find((one) => one.id === id);
  const [, token] = /^Bearer (.+)$/.exec((operation && credentials(operation, '').authorization) ?? '') ?? [];
  if (token === undefined) throw new Error(`nobody may use ${id}`);
  return token;
};

const run = (
  url: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      required('schemathesis'),
      [
        ...['--config-file', CONFIG, 'run', url, '--no-color', '--continue-on-failure'],
        ...['--phases', 'examples,coverage,fuzzing'],
        ...['--max-examples', String(EXAMPLES), '--seed', String(SEED)],
      ],
      { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });

describeWith(['schemathesis'], 'the API as its own document tells of it', () => {
  it(
    'answers what the document says, to valid and invalid requests, and never by a 5xx',
    async () => {
      const footfall = await startHostileFootfall(1);
      onTestFinished(() => forget(footfall));
      const folder = await temporaryDataDir();

      const { code, said } = await run(`http://127.0.0.1:${footfall.port}/api/openapi.json`, folder, {
        STAFF_TOKEN: tokenFor(footfall, 'me'),
        CUSTOMER_TOKEN: tokenFor(footfall, 'shopOrders'),
      });
      const told = said.slice(said.indexOf('= FAILURES ='));
      expect(code, told).toBe(0);
      const tested = Number(/Tested:\s+(\d+)/.exec(said)?.[1]);
      // It asks of all but the one that its document came by.
      expect(tested, said).toBe(footfall.operations.length - 1);
      expect(footfall.process.exitCode).toBeNull();
    },
    TIME_LIMIT_MS,
  );
});
