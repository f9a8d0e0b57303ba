import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startFault } from '../../local/startFault.ts';
import { startFootfall } from '../../local/startFootfall.ts';
import { temporaryFootfall } from '../local/temporaryFootfall.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { cutOff, fileIn, fillFolder, flipByte, startOn, tearTail } from './damagedFolder.ts';

let filled: string;
beforeAll(async () => {
  filled = await mkdtemp(join(tmpdir(), 'footfall-damaged-'));
  await fillFolder(filled);
  return () => rm(filled, { recursive: true });
});

/** A folder like the filled one, to be damaged. */
const folder = async (): Promise<string> => {
  const dir = await temporaryDataDir();
  await cp(filled, dir, { recursive: true });
  return dir;
};

type Find = (dir: string) => Promise<string>;
const at =
  (...path: readonly string[]): Find =>
  async (dir) =>
    join(dir, ...path);
const inMetrics =
  (name: RegExp): Find =>
  (dir) =>
    fileIn(join(dir, 'metrics', 'leveldb'), name);
const FILES: { readonly [file: string]: Find } = {
  'the record’s log': at('record', 'record.log'),
  'the queue’s spool': at('queue', 'spool'),
  'the metrics’ log': inMetrics(/\.log$/),
  'the metrics’ manifest': inMetrics(/^MANIFEST/),
  'what names the metrics’ manifest': inMetrics(/^CURRENT$/),
  'the cookies’ keys': at('cookie-keys'),
  'the tokens’ keys': at('jwt-keys'),
  'the conversions’ keys': at('conversion.keys'),
  'the staff’s password': at('staff.json'),
};

const emptied = (path: string): Promise<void> => writeFile(path, '');
const zeros = (path: string): Promise<void> => writeFile(path, Buffer.alloc(64));
const oneByte = (path: string): Promise<void> => flipByte(path, 12);
const gone = (path: string): Promise<void> => rm(path);
const EVERYWHERE = [...Object.keys(FILES)].filter((file) => file !== 'the metrics’ log');
const DAMAGES: readonly (readonly [file: string, how: string, damage: (path: string) => Promise<void>])[] = [
  ...EVERYWHERE.map((file) => [file, 'emptied', emptied] as const),
  ...EVERYWHERE.map((file) => [file, 'zeros', zeros] as const),
  ...Object.keys(FILES)
    .slice(0, 5)
    .map((file) => [file, 'one byte changed', oneByte] as const),
  ...[
    'the record’s log',
    'the metrics’ log',
    'the metrics’ manifest',
    'what names the metrics’ manifest',
  ].map((file) => [file, 'gone', gone] as const),
];

describe('a damaged file ends the start with a sentence that names it', () => {
  test.each(DAMAGES)('%s, %s', async (file, _, damage) => {
    const dir = await folder();
    const path = await FILES[file]?.(dir);
    await damage(String(path));
    const starting = startFootfall({ port: 0, dataDir: dir, environment: {}, log: keptLog() });
    const told = await starting.then(
      () => 'it started',
      (error: unknown) => startFault(error),
    );
    expect(told).toContain(path);
    expect(told).toMatch(/ is (?:corrupted|damaged)/);
    // no stack: this is no bug of ours
    expect(told.split('\n')).toHaveLength(1);
  });

  test('and the process with 1', async () => {
    const dir = await folder();
    const path = join(dir, 'record', 'record.log');
    await oneByte(path);
    const { served, code, output } = await startOn(dir);
    expect({ served, code }).toEqual({ served: false, code: 1 });
    expect(output.trim().split('\n').at(-1)).toContain(`${path} is corrupted`);
  }, 60_000);
});

describe('a torn last record is cut off with a message, and it starts', () => {
  test.each([
    ['the record’s log', tearTail, 'the record’s log'],
    ['the queue’s spool', tearTail, 'the queue spool'],
    ['the metrics’ log', (path: string) => cutOff(path, 5), 'the metrics’ log'],
  ] as const)('of %s', async (file, tear, name) => {
    const dir = await folder();
    await tear(String(await FILES[file]?.(dir)));
    const { log } = await temporaryFootfall({ dataDir: dir });
    const told = log.lines.filter(({ message }) => message === `cut a torn record off the end of ${name}`);
    expect(told).toHaveLength(1);
  });
});
