import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SEED_PRODUCTS } from '../../local/storefront/seedProducts.ts';
import { INDEXES } from '../../src/adapters/mongodb/indexes.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { RunningServer } from '../servers/process.ts';
import { describeWith, startSecantus } from '../servers/servers.ts';
import { runCommand } from './runCommand.ts';

const SHOP = 'shop' as SiteId;
const HAT = { id: 'hat', name: 'Hat', category: 'hats', priceMinor: 3_900, stock: 5, image: '/hat.svg' };

describeWith(['secantus'], 'a command on the record', () => {
  let server: RunningServer & { url: string };
  let client: MongoClient;
  let folder: string;
  beforeAll(async () => {
    server = await startSecantus();
    client = new MongoClient(server.url);
    folder = await mkdtemp(join(tmpdir(), 'footfall-commands-'));
  });
  afterEach(() => client.db('footfall').dropDatabase());
  afterAll(async () => {
    await client?.close();
    await server?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const run = (name: 'indexes' | 'products', args: readonly string[] = []) =>
    runCommand(name, args, { MONGODB_URI: server.url });

  describe('npm run indexes', () => {
    it('makes every index, says of which collection, and can be run again', async () => {
      const first = await run('indexes');
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(
        first.stdout
          .trim()
          .split('\n')
          .map((line) => line.split(':')[0]),
      ).toEqual(Object.keys(INDEXES));
      for (const [collection, wanted] of Object.entries(INDEXES)) {
        if (wanted.length === 0) continue;
        const made = await client.db('footfall').collection(collection).indexes();
        expect(made.map(({ key }) => key)).toEqual(expect.arrayContaining(wanted.map(({ key }) => key)));
      }
      expect(await run('indexes')).toEqual(first);
    });

    it.each([
      ['nonsense', /^MONGODB_URI: Invalid scheme/],
      [
        'mongodb://u:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=300',
        /^(MONGODB_URI: |the record did not )/,
      ],
    ])('says in a sentence what is wrong with MONGODB_URI=%s, and no password', async (uri, sentence) => {
      const { code, stderr } = await runCommand('indexes', [], { MONGODB_URI: uri });
      expect(code).toBe(1);
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toContain('hunter2');
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  });

  describe('npm run products', () => {
    const file = async (content: unknown): Promise<string> => {
      const path = join(folder, 'products.json');
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    };
    const catalogue = () => mongoCatalogue({ db: client.db('footfall') });

    it('puts those of the demo shop there', async () => {
      expect(await run('products')).toEqual({
        code: 0,
        stdout: 'shop: 12 products are new, 0 were there and are described anew; their stock stays.\n',
        stderr: '',
      });
      expect(await catalogue().products(SHOP)).toEqual(SEED_PRODUCTS);
    });

    it('describes one that is there anew, and leaves its stock to the orders', async () => {
      await run('products', ['--file', await file([HAT])]);
      await catalogue().reserve(SHOP, 'hat', { id: 'order', quantity: 2 });
      const dearer = { ...HAT, priceMinor: 4_500, stock: 100, description: 'Straw.' };
      const { stdout } = await run('products', [
        '--file',
        await file([dearer, { ...HAT, id: 'cap' }]),
        '--site',
        'shop',
      ]);
      expect(stdout).toMatch(/^shop: 1 products are new, 1 were there/);
      expect(await catalogue().products(SHOP)).toEqual([
        { ...dearer, stock: 3 },
        { ...HAT, id: 'cap', description: '' },
      ]);
    });

    it.each([
      ['{', /is not JSON\.$/],
      [[], /must hold at least one product\.$/],
      [[HAT, HAT], /has an id twice\.$/],
      [[{ ...HAT, id: 'A hat' }], /"0\.id": must be lower-case letters/],
      [[{ ...HAT, priceMinor: 39.5 }], /"0\.priceMinor": /],
      [[{ ...HAT, colour: 'red' }], /"0\.colour": /],
    ])('refuses %j with a sentence, and stores nothing', async (content, sentence) => {
      const { code, stderr } = await run('products', ['--file', await file(content)]);
      expect(code).toBe(1);
      expect(stderr.trim()).toMatch(sentence);
      expect(await catalogue().products(SHOP)).toEqual([]);
    });
  });
});
