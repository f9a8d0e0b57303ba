import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/.bin/biome');
/** What biome reads of this project; the planted files lie beside it, as if they were ours. */
const CONFIGURATION = ['biome.json', '.gitignore', 'bin/lint'];

const importing = (name: string, from: string) =>
  `import { ${name} } from '${from}';\n\nexport const used = ${name};\n`;

/** Each a file that breaks the rule, where it lies, and what the rule must say about it. */
const OFFENCES = [
  ['reads the clock', 'src/domain/a.ts', 'export const f = () => Date.now();\n', /global variable/],
  [
    'makes a date',
    'src/domain/sessions/b.ts',
    'export const f = (ms: number) => new Date(ms);\n',
    /global variable/,
  ],
  ['takes a random number', 'src/domain/c.ts', 'export const f = () => Math.random();\n', /is pure/],
  [
    'takes a random id',
    'src/domain/d.ts',
    'export const f = () => crypto.randomUUID();\n',
    /global variable/,
  ],
  ['reads the environment', 'src/domain/e.ts', 'export const f = () => process.env.X;\n', /global variable/],
  [
    'sets a timer',
    'src/domain/f.ts',
    'export const f = (g: () => void) => setTimeout(g, 1);\n',
    /global variable/,
  ],
  ['calls out', 'src/domain/g.ts', "export const f = () => fetch('https://a.example');\n", /global variable/],
  ['reads a file', 'src/domain/h.ts', importing('readFileSync', 'node:fs'), /is pure/],
  ['reads a file later', 'src/domain/v.ts', "export const f = () => import('node:fs');\n", /is pure/],
  ['hands a port on', 'src/domain/w.ts', "export { used } from '../ports/Log.ts';\n", /inwards/],
  [
    'knows a port by type alone',
    'src/domain/x.ts',
    "import type { Log } from '../ports/Log.ts';\n\nexport type L = Log;\n",
    /inwards/,
  ],
  ['knows of AWS', 'src/domain/i.ts', importing('SQSClient', '@aws-sdk/client-sqs'), /is pure/],
  ['knows a port', 'src/domain/j.ts', importing('TOUCH_AFTER_MS', '../ports/HotSessions.ts'), /inwards/],
  [
    'knows a port from further in',
    'src/domain/sessions/k.ts',
    importing('x', '../../ports/Log.ts'),
    /inwards/,
  ],
  ['knows an adapter in the domain', 'src/domain/l.ts', importing('x', '../adapters/redis/x.ts'), /inwards/],
  ['knows an adapter in a port', 'src/ports/m.ts', importing('x', '../adapters/redis/x.ts'), /inwards/],
  ['knows a library in a port', 'src/ports/n.ts', importing('Redis', 'ioredis'), /narrow interfaces/],
  [
    'knows an adapter in the middleware',
    'src/middleware/o.ts',
    importing('x', '../adapters/redis/x.ts'),
    /inwards/,
  ],
  ['knows Redis in the middleware', 'src/middleware/p.ts', importing('Redis', 'ioredis'), /inwards/],
  [
    'knows a function in the middleware',
    'src/middleware/q.ts',
    importing('x', '../../functions/track/x.ts'),
    /inwards/,
  ],
  ['knows MongoDB in the writer', 'src/writer/r.ts', importing('MongoClient', 'mongodb'), /inwards/],
  [
    'knows the middleware in an adapter',
    'src/adapters/sqs/s.ts',
    importing('x', '../../middleware/x.ts'),
    /inwards/,
  ],
  [
    'knows the store in an aggregator',
    'src/aggregate/aa.ts',
    importing('x', '../adapters/dynamodb/x.ts'),
    /inwards/,
  ],
  [
    'knows AWS in the analytics',
    'src/analytics/ab.ts',
    importing('X', '@aws-sdk/client-dynamodb'),
    /inwards/,
  ],
  [
    'knows the domain in the model',
    'test/model/ac.ts',
    importing('x', '../../src/domain/x.ts'),
    /independent/,
  ],
  [
    'knows the adapters in the simulator',
    'bin/simulate/ad.ts',
    importing('x', '../../src/adapters/x.ts'),
    /visitors/,
  ],
  [
    'knows the local server in a function',
    'functions/track/t.ts',
    importing('x', '../../local/x.ts'),
    /inwards/,
  ],
  ['knows the cloud in a function', 'functions/track/ae.ts', importing('Stack', 'aws-cdk-lib'), /inwards/],
  ['knows a stack in an adapter', 'src/adapters/sqs/af.ts', importing('x', '../../../lib/x.ts'), /inwards/],
  ['runs what it should build', 'lib/ag.ts', importing('x', '../src/middleware/x.ts'), /builds the cloud/],
  [
    'reads context in a stack',
    'lib/ah.ts',
    "export const f = (node: { tryGetContext(key: string): string }) => node.tryGetContext('egress');\n",
    /reads CDK context/,
  ],
  [
    'reads the environment in a stack',
    'lib/ai.ts',
    'export const f = () => process.env.X;\n',
    /global variable/,
  ],
  [
    'knows the server in the browser',
    'web/tracker/u.ts',
    importing('x', '../../src/domain/ids.ts'),
    /wire format/,
  ],
] as const;

/** Files as they should be. */
const CLEAN = [
  ['the domain', 'src/domain/sessions/z.ts', importing('nonceFrom', '../identity/deriveIds.ts')],
  ["the domain's libraries", 'src/domain/y.ts', importing('createHmac', 'node:crypto')],
  ['a port', 'src/ports/z.ts', importing('nonceFrom', '../domain/identity/deriveIds.ts')],
  ['the middleware', 'src/middleware/z.ts', importing('TOUCH_AFTER_MS', '../ports/HotSessions.ts')],
  ['an adapter', 'src/adapters/redis/z.ts', importing('Redis', 'ioredis')],
  ['a function', 'functions/track/z.ts', importing('x', '../../src/adapters/redis/x.ts')],
  ['a stack', 'lib/z.ts', importing('Stack', 'aws-cdk-lib')],
] as const;

interface Report {
  readonly diagnostics: readonly { readonly location: { readonly path: string }; readonly message: string }[];
}

describe('the rule that dependencies point inwards', () => {
  let folder: string;
  /** All that biome says, by file. */
  const said = new Map<string, string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-lint-'));
    for (const name of CONFIGURATION) await cp(join(ROOT, name), join(folder, name), { recursive: true });
    for (const [, path, source] of [...OFFENCES, ...CLEAN]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), source);
    }
    const output = await new Promise<string>((resolve) => {
      // It ends with a failure, as it should.
      execFile(
        BIOME,
        ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
        { cwd: folder },
        (_, stdout) => resolve(stdout),
      );
    });
    for (const { location, message } of (JSON.parse(output) as Report).diagnostics) {
      said.set(location.path, `${said.get(location.path) ?? ''}${message}\n`);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(OFFENCES)('refuses a file that %s (%s)', (_, path, __, message) => {
    expect(said.get(path)).toMatch(message);
  });

  it.each(CLEAN)('lets %s be (%s)', (_, path) => {
    expect(said.get(path)).toBeUndefined();
  });
});
