import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildShop } from '../../bin/build/buildShop.ts';
import { createHandler } from '../../functions/web/createHandler.ts';
import { readFiles } from '../../functions/web/readFiles.ts';
import { SHOP_PATHS } from '../../functions/web/shopApp.ts';
import type { WebFiles } from '../../functions/web/WebFile.ts';
import { SEED_PRODUCTS } from '../../local/storefront/seedProducts.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';

/** Of all scripts together; React and its router are most of it (108 KiB, 2026-11-23). */
const MAX_SCRIPT_BYTES = 130 * 1_024;

let files: WebFiles;
let scriptBytes: number;
let handler: ReturnType<typeof createHandler>;
beforeAll(async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'footfall-shop-')), 'shop');
  ({ scriptBytes } = await buildShop(folder));
  files = await readFiles(folder);
  handler = createHandler({ shop: files });
});

const get = (path: string, method = 'GET') => handler(eventV2({ method, path }));
const textOf = ({ body = '' }: { body?: string }) => Buffer.from(body, 'base64').toString();

describe('the built shop', () => {
  test('keeps its scripts small, gzip', () => {
    expect(scriptBytes).toBeLessThan(MAX_SCRIPT_BYTES);
  });

  test('has neither script nor style in its page, and asks no other host', async () => {
    const page = textOf(await get('/'));
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)/);
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^\/shop\//);
  });

  test('is the same page at each of its routes, asked for anew each time, under a strict policy', async () => {
    const page = await get('/');
    expect(page).toMatchObject({
      statusCode: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; script-src 'self'; style-src 'self';/,
        ),
        'referrer-policy': 'strict-origin-when-cross-origin',
      },
    });
    const routes = SHOP_PATHS.filter((path) => !path.startsWith('/shop/'));
    expect(routes).toContain('/category/{proxy+}');
    for (const route of routes) expect(await get(route.replace('{proxy+}', 'any'))).toEqual(page);
  });

  test('has a picture of each product', async () => {
    for (const { image } of SEED_PRODUCTS) {
      expect(await get(image)).toMatchObject({
        statusCode: 200,
        headers: { 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' },
      });
    }
  });

  test('has assets that never change', async () => {
    const script = [...files.keys()].find((path) => path.startsWith('assets/') && path.endsWith('.js'));
    expect(await get(`/shop/${script}`)).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
  });

  test.each(['/shop/assets/none.js', '/shop/products/none.svg', '/shop/', '/shop/../package.json'])(
    'has nothing at %s',
    async (path) => {
      expect((await get(path)).statusCode).toBe(404);
    },
  );

  test('leaves the dashboard’s paths to the dashboard, and refuses what is no reading', async () => {
    expect((await get('/dashboard/')).statusCode).toBe(404);
    expect(await get('/cart', 'POST')).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
  });
});
