import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildMiddleware } from '../../bin/build/buildPackage.ts';
import { packageRoot } from '../../lib/packageRoot.ts';
import { testSites } from '../support/testShop.ts';

let folder: string;
let middleware: typeof import('../../src/package/middleware.ts');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footfall-middleware-'));
  await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  await buildMiddleware(folder);
  middleware = await import(pathToFileURL(join(folder, 'middleware.js')).href);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the middleware in a shop’s own Lambda does not start without the shop’s sites', async () => {
  await expect(middleware.footfallSession({}, {})).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: 'SITES is missing.',
  });
  const SITES = JSON.stringify(testSites);
  await expect(middleware.footfallSession({}, { SITES })).rejects.toThrow('COOKIE_KEYS is missing.');
});
