import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildDashboard } from '../../bin/build/buildDashboard.ts';
import { acceptedCoding } from '../../functions/web/acceptedCoding.ts';
import { createHandler } from '../../functions/web/createHandler.ts';
import { readFiles, UnknownFileType } from '../../functions/web/readFiles.ts';
import type { WebFiles } from '../../functions/web/WebFile.ts';
import { eventV1, eventV2 } from '../support/apiGatewayEvents.ts';

/** Of all scripts together (issue 5). */
const MAX_SCRIPT_BYTES = 180 * 1_024;

let files: WebFiles;
let scriptBytes: number;
let handler: ReturnType<typeof createHandler>;
beforeAll(async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'footfall-dashboard-')), 'dashboard');
  ({ scriptBytes } = await buildDashboard(folder));
  files = await readFiles(folder);
  handler = createHandler({ dashboard: files });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  handler(eventV2({ method, path, headers }));
const textOf = ({ body = '' }: { body?: string }) => Buffer.from(body, 'base64').toString();
const asset = (ending: string) => {
  const found = [...files.keys()].find((path) => path.startsWith('assets/index-') && path.endsWith(ending));
  if (!found) throw new Error(`no ${ending} was built`);
  return found;
};

describe('the built dashboard', () => {
  test('keeps its scripts within 180 kB, gzip', () => {
    expect(scriptBytes).toBeLessThan(MAX_SCRIPT_BYTES);
  });

  test('holds nothing of React’s development face, whatever NODE_ENV is', () => {
    const scripts = [...files].filter(([path]) => path.endsWith('.js'));
    expect(scripts.filter(([, { plain }]) => plain.includes('jsxDEV')).map(([path]) => path)).toEqual([]);
    expect(scripts.some(([, { plain }]) => plain.includes('Minified React error'))).toBe(true);
  });

  test('has neither script nor style in its page, and asks no other host', async () => {
    const page = textOf(await get('/dashboard/'));
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)/);
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^\/dashboard\//);
  });

  test('is answered with a strict policy', async () => {
    for (const path of [
      '/dashboard/',
      '/dashboard',
      `/dashboard/${asset('.js')}`,
      '/dashboard/assets/none.js',
    ]) {
      expect((await get(path)).headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  test('is the same page at each of its views, asked for anew each time', async () => {
    const page = await get('/dashboard/');
    expect(await get('/dashboard/conversion')).toEqual(page);
    expect(page).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    });
  });

  test('has assets that never change, by their types', async () => {
    const types = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };
    for (const [ending, type] of Object.entries(types)) {
      expect((await get(`/dashboard/${asset(ending)}`)).headers).toMatchObject({
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
    expect((await get('/dashboard/icon.svg')).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'no-cache',
    });
  });

  test('is sent again only where it changed', async () => {
    const { headers } = await get('/dashboard/');
    expect(await get('/dashboard/', { 'if-none-match': String(headers?.etag) })).toMatchObject({
      statusCode: 304,
    });
    expect(await get('/dashboard/', { 'if-none-match': '"other"' })).toMatchObject({ statusCode: 200 });
  });

  test('comes compressed where the browser takes it', async () => {
    const path = `/dashboard/${asset('.js')}`;
    const plain = await get(path);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers).toMatchObject({ vary: 'accept-encoding' });
    const [br, gzip] = [
      await get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' }),
      await get(path, { 'accept-encoding': 'gzip' }),
    ];
    expect([br.headers?.['content-encoding'], gzip.headers?.['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(Buffer.from(br.body ?? '', 'base64')).toString()).toBe(textOf(plain));
    expect(gunzipSync(Buffer.from(gzip.body ?? '', 'base64')).toString()).toBe(textOf(plain));
  });

  test.each([
    '/dashboard/assets/../../../package.json',
    '/dashboard/assets/%2e%2e/%2e%2e/package.json',
    '/dashboard/assets/constructor',
    '/dashboard/assets/',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404);
  });

  test.each(['/dashboard/../../etc/passwd', '/dashboard/..%2f..%2fpackage.json', '/dashboard/%00'])(
    'answers %s with its page, and no file of the disk',
    async (path) => {
      expect(textOf(await get(path))).toBe(textOf(await get('/dashboard/')));
    },
  );

  test('sends who forgets the slash to where it is, and refuses what is no reading', async () => {
    expect(await handler(eventV2({ method: 'GET', path: '/dashboard', query: 'range=7d' }))).toMatchObject({
      statusCode: 308,
      headers: { location: '/dashboard/?range=7d' },
    });
    expect(await get('/dashboard/', {}, 'POST')).toMatchObject({
      statusCode: 405,
      headers: { allow: 'GET, HEAD' },
    });
  });

  test('is the same by payload format 1.0', async () => {
    const answer = await handler(eventV1({ method: 'GET', path: '/dashboard/' }));
    expect(textOf(answer)).toBe(textOf(await get('/dashboard/')));
  });
});

describe('reading files', () => {
  test('refuses a kind that it would serve with a wrong type', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'footfall-files-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/data.bin'), 'x');
    await expect(readFiles(folder)).rejects.toThrow(UnknownFileType);
  });

  test.each([
    ['gzip, br', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of Accept-Encoding %s takes %s', (accepted, coding) => {
    expect(acceptedCoding(accepted, () => true)).toBe(coding);
    expect(acceptedCoding(accepted, () => false)).toBeUndefined();
  });
});
