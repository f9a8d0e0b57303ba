import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, type RunningServer, startServer } from '../servers/process.ts';
import { describeWith, required } from '../servers/servers.ts';
import { composeFile } from './composeFile.ts';
import { nginxSettings, proxyConfig } from './proxyConfig.ts';

const { environment = {} } = composeFile().services.proxy;

describe('the proxy', () => {
  test('is given every variable that its configuration names', () => {
    const named = proxyConfig({}).matchAll(/\$\{(\w+)\}/g);
    expect(new Set([...named].map(([, name]) => name))).toEqual(new Set(Object.keys(environment)));
  });

  test("puts the API's stage at the root, and leaves the path, the query and the host to the browser", () => {
    const config = proxyConfig({ ...environment, REST_API_ID: 'a1b2c3' });
    expect(config).toContain('server localstack:4566;');
    expect(config).toContain('proxy_pass http://localstack/_aws/execute-api/a1b2c3/prod$request_uri;');
    expect(config).toContain('proxy_set_header Host $http_host;');
  });
});

describeWith(['nginx'], 'the proxy, by the real program', () => {
  let server: RunningServer;
  const upstream = createServer(async (incoming, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method, url, headers } = incoming;
    answer.setHeader('set-cookie', ['session=1; HttpOnly; Secure', 'visitor_id=2; HttpOnly; Secure']);
    if (url?.endsWith('/moved')) answer.writeHead(302, { location: '/dashboard' });
    answer.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'footfall-proxy-'));
    const config = proxyConfig({
      LOCALSTACK: `127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      REST_API_ID: 'a1b2c3',
    });
    const file = join(folder, 'nginx.conf');
    await writeFile(file, nginxSettings({ folder, config, port }));
    server = await startServer(
      required('nginx'),
      ['-e', join(folder, 'error.log'), '-p', folder, '-c', file],
      {
        port,
      },
    );
  });
  afterAll(async () => {
    await server?.stop();
    await new Promise((resolve) => upstream.close(resolve));
  });

  interface Answer {
    readonly status: number | undefined;
    readonly headers: IncomingMessage['headers'];
    readonly text: string;
  }

  /** A request whose path is sent as it stands: `fetch` would tidy it up. */
  const ask = (path: string, { method = 'GET', body = '' } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        host: 'localhost:3000',
        accept: 'text/html,*/*;q=0.8',
        cookie: 'session=1',
        'content-type': 'text/plain',
      };
      const sent = request(
        { port: server.port, host: '127.0.0.1', path, method, headers },
        async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          });
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  const seen = async (...asked: Parameters<typeof ask>) => JSON.parse((await ask(...asked)).text);

  test.each([
    '/',
    '/track',
    '/api/storefront/products/p%2F1?q=a%20b&from=2026-11-01',
    '/shop//p/../x',
    '/dashboard/?site=shop',
  ])('%s reaches the stage as it was sent', async (path) => {
    expect((await seen(path)).url).toBe(`/_aws/execute-api/a1b2c3/prod${path}`);
  });

  test("the functions see the browser's host and cookies", async () => {
    const { headers } = await seen('/track');
    expect(headers).toMatchObject({ host: 'localhost:3000', cookie: 'session=1' });
  });

  test('LocalStack is asked for a binary type first, the functions still see what the browser takes', async () => {
    const { headers } = await seen('/dashboard');
    expect(headers.accept).toBe('application/octet-stream, text/html,*/*;q=0.8');
  });

  test('a beacon arrives with its method and body', async () => {
    const body = JSON.stringify({ events: [{ eventType: 'page_view', path: '/' }] });
    expect(await seen('/track', { method: 'POST', body })).toMatchObject({ method: 'POST', body });
  });

  test('both cookies come back, and a redirect stays on the site', async () => {
    const { status, headers } = await ask('/moved');
    expect(status).toBe(302);
    expect(headers.location).toBe('/dashboard');
    expect(headers['set-cookie']).toHaveLength(2);
  });

  test('a body of more than API Gateway takes is refused', async () => {
    const { status } = await ask('/track', { method: 'POST', body: 'x'.repeat(10 * 1_024 * 1_024 + 1) });
    expect(status).toBe(413);
  });
});
