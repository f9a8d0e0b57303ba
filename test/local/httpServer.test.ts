import { request as sendRequest } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHttpServer } from '../../local/http/createHttpServer.ts';
import type { HttpHandler, Routes } from '../../local/http/Routes.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { keptLog } from '../support/testShop.ts';

const startServer = async (routes: Routes, more: { maxBodyBytes?: number } = {}) => {
  const log = keptLog();
  const server = createHttpServer({ routes, log, ...more });
  const port = await server.listen(0);
  return { log, server, port, url: `http://127.0.0.1:${port}` };
};

const temporaryServer = async (routes: Routes, more: { maxBodyBytes?: number } = {}) => {
  const started = await startServer(routes, more);
  onTestFinished(() => started.server.close());
  return started;
};

interface RawAnswer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A request byte for byte as a test wants it; `fetch` refuses or rewrites much. */
const send = (
  port: number,
  {
    path = '/',
    method = 'POST',
    headers = [],
    body,
  }: {
    path?: string;
    method?: string;
    headers?: readonly string[];
    body?: Uint8Array;
  },
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? [] : ['content-length', String(body.length)];
    const request = sendRequest(
      {
        port,
        host: '127.0.0.1',
        path,
        method,
        headers: ['host', 'shop.example', ...headers, ...length] as never,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            rawHeaders: response.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const valuesOf = ({ rawHeaders }: RawAnswer, name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);

describe('a request becomes an event', () => {
  let port: number;
  let stop: () => Promise<void>;
  let seen: APIGatewayProxyEventV2;
  beforeAll(async () => {
    const keep: HttpHandler = async (event) => {
      seen = event;
      return { statusCode: 204 };
    };
    const started = await startServer({ $default: keep, 'ANY /files/{proxy+}': keep });
    port = started.port;
    stop = () => started.server.close();
  });
  afterAll(() => stop());

  it('has what AWS documents for payload format 2.0', async () => {
    await send(port, {
      path: '/files/a%20b/c?x=1&x=2&y=',
      method: 'PUT',
      headers: [
        'User-Agent',
        'Test',
        'X-Twice',
        'a',
        'X-Twice',
        'b',
        'Cookie',
        'one=1; two=2',
        'Content-Type',
        'text/plain',
      ],
      body: Buffer.from('hällo'),
    });
    expect(seen).toEqual({
      version: '2.0',
      routeKey: 'ANY /files/{proxy+}',
      rawPath: '/files/a%20b/c',
      rawQueryString: 'x=1&x=2&y=',
      cookies: ['one=1', 'two=2'],
      headers: expect.objectContaining({ 'user-agent': 'Test', 'x-twice': 'a, b', host: 'shop.example' }),
      queryStringParameters: { x: '1,2', y: '' },
      pathParameters: { proxy: 'a%20b/c' },
      requestContext: expect.objectContaining({
        http: {
          method: 'PUT',
          path: '/files/a%20b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'Test',
        },
        routeKey: 'ANY /files/{proxy+}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.closeTo(Date.now(), -4),
      }),
      body: 'hällo',
      isBase64Encoded: false,
    });
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  it('leaves out what the request has not', async () => {
    await send(port, { method: 'GET' });
    expect(Object.keys(seen).sort()).toEqual(
      [
        'headers',
        'isBase64Encoded',
        'rawPath',
        'rawQueryString',
        'requestContext',
        'routeKey',
        'version',
      ].sort(),
    );
  });

  const token = fc.stringMatching(/^[xX]-[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,20}$/);
  const fieldValue = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/);

  it('keeps any header, by its lower-case name', () =>
    fc.assert(
      fc.asyncProperty(token, fieldValue, async (name, value) => {
        await send(port, { headers: [name, value] });
        expect(seen.headers[name.toLowerCase()]).toBe(value);
      }),
    ));

  it('keeps any cookies, in their order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-z_]{1,8}=[!#-+\--:<-[\]-~]{0,30}$/), { minLength: 1, maxLength: 8 }),
        async (cookies) => {
          await send(port, { headers: ['cookie', cookies.join('; ')] });
          expect(seen.cookies).toEqual(cookies);
        },
      ),
    ));

  it('keeps any body, whatever its type says', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 2_000 }),
          fc.string({ unit: 'binary', maxLength: 500 }).map((text) => Buffer.from(text)),
        ),
        fc.constantFrom(
          undefined,
          'application/json',
          'text/plain; charset=utf-8',
          'image/png',
          'application/x-www-form-urlencoded',
        ),
        async (bytes, type) => {
          await send(port, { headers: type === undefined ? [] : ['content-type', type], body: bytes });
          const body = Buffer.from(seen.body ?? '', seen.isBase64Encoded ? 'base64' : 'utf8');
          expect(body.equals(bytes)).toBe(true);
        },
      ),
    ));

  it('hands text over as text and anything else in base64', async () => {
    const base64With = async (...headers: string[]) => {
      await send(port, { headers, body: Buffer.from('{}') });
      return seen.isBase64Encoded;
    };
    expect(await base64With('content-type', 'application/json')).toBe(false);
    expect(await base64With('content-type', 'application/ld+json; charset=utf-8')).toBe(false);
    expect(await base64With('content-type', 'text/plain')).toBe(false);
    expect(await base64With('content-type', 'application/octet-stream')).toBe(true);
    expect(await base64With('content-type', 'application/json', 'content-encoding', 'gzip')).toBe(true);
    expect(await base64With()).toBe(true);
  });

  it('takes a body that comes in pieces without a length', async () => {
    const pieces = new ReadableStream({
      start: (controller) => {
        for (const piece of ['{"a"', ':1', '}']) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: pieces,
      duplex: 'half',
    } as RequestInit);
    expect(seen.body).toBe('{"a":1}');
  });
});

describe('what a handler returns becomes the answer', () => {
  let port: number;
  let stop: () => Promise<void>;
  let answer: unknown;
  let log: ReturnType<typeof keptLog>;
  beforeAll(async () => {
    const started = await startServer({ $default: async () => answer });
    ({ port, log } = started);
    stop = () => started.server.close();
  });
  afterAll(() => stop());

  const get = async (returned: unknown): Promise<RawAnswer> => {
    answer = returned;
    return send(port, { method: 'GET' });
  };

  it('with its status, headers, repeated headers and cookies', async () => {
    const returned: HttpAnswer = {
      statusCode: 418,
      headers: { 'X-One': 'a', 'x-number': 7 },
      multiValueHeaders: { Vary: ['Origin', 'Accept'] },
      cookies: ['a=1; Path=/', 'b=2; HttpOnly'],
      body: 'tea',
    };
    const raw = await get(returned);
    expect(raw.status).toBe(418);
    expect(valuesOf(raw, 'x-one')).toEqual(['a']);
    expect(valuesOf(raw, 'x-number')).toEqual(['7']);
    expect(valuesOf(raw, 'vary')).toEqual(['Origin', 'Accept']);
    expect(valuesOf(raw, 'set-cookie')).toEqual(['a=1; Path=/', 'b=2; HttpOnly']);
    expect(raw.body.toString()).toBe('tea');
  });

  it('byte for byte, in base64 or as text', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.string({ maxLength: 200 }),
        async (bytes, text) => {
          const binary = await get({
            statusCode: 200,
            body: Buffer.from(bytes).toString('base64'),
            isBase64Encoded: true,
          });
          expect(binary.body.equals(bytes)).toBe(true);
          const plain = await get({ statusCode: 200, body: text });
          expect(plain.body.equals(Buffer.from(text))).toBe(true);
        },
      ),
      { numRuns: 50 },
    ));

  it('as JSON where it is a value without a status', async () => {
    const raw = await get({ hello: 'world' });
    expect([raw.status, valuesOf(raw, 'content-type'), raw.body.toString()]).toEqual([
      200,
      ['application/json'],
      '{"hello":"world"}',
    ]);
  });

  it('without a length where there is no body', async () => {
    expect(valuesOf(await get({ statusCode: 204 }), 'content-length')).toEqual([]);
    expect(valuesOf(await get({ statusCode: 304 }), 'content-length')).toEqual([]);
    expect(valuesOf(await get({ statusCode: 200 }), 'content-length')).toEqual(['0']);
  });

  it.each([
    ['a header that would end the line', { statusCode: 200, headers: { 'x-a': 'b\r\nset-cookie: c=d' } }],
    ['a status that is none', { statusCode: 42 }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
  ])('as 500 where it has %s', async (_, returned) => {
    const raw = await get(returned);
    expect([raw.status, raw.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(valuesOf(raw, 'set-cookie')).toEqual([]);
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'a handler failed' });
  });
});

describe('the server', () => {
  const named =
    (name: string): HttpHandler =>
    async () => ({ statusCode: 200, body: name });

  it('finds the route as an HTTP API does', async () => {
    const { port } = await temporaryServer({
      'GET /a': named('get'),
      'ANY /a': named('any'),
      'ANY /{proxy+}': named('all'),
      'GET /files/{proxy+}': named('files'),
    });
    const at = async (method: string, path: string) => (await send(port, { method, path })).body.toString();
    expect(await at('GET', '/a')).toBe('get');
    expect(await at('GET', '/a?b=c')).toBe('get');
    expect(await at('POST', '/a')).toBe('any');
    expect(await at('GET', '/files/b/c')).toBe('files');
    expect(await at('GET', '/files/')).toBe('all');
    expect(await at('POST', '/files/b')).toBe('all');
  });

  it('answers HEAD where it answers GET, without a body', async () => {
    const { port } = await temporaryServer({ 'GET /a': named('get') });
    const raw = await send(port, { method: 'HEAD', path: '/a' });
    expect([raw.status, valuesOf(raw, 'content-length'), raw.body.length]).toEqual([200, ['3'], 0]);
  });

  it('answers 404 where it has no route', async () => {
    const { port } = await temporaryServer({ 'GET /a': named('get') });
    const raw = await send(port, { method: 'POST', path: '/a' });
    expect([raw.status, raw.body.toString()]).toEqual([404, '{"message":"Not Found"}']);
  });

  it('answers 413 to a body over its limit, even one that is much longer, and calls nobody', async () => {
    let calls = 0;
    const { port } = await temporaryServer(
      {
        $default: async () => {
          calls += 1;
        },
      },
      { maxBodyBytes: 1_000 },
    );
    expect((await send(port, { body: Buffer.alloc(1_000) })).status).toBe(200);
    expect((await send(port, { body: Buffer.alloc(1_001) })).status).toBe(413);
    expect((await send(port, { body: Buffer.alloc(3_000_000) })).status).toBe(413);
    expect(calls).toBe(1);
  });

  it('answers 500 where a handler throws, and logs why', async () => {
    const { port, log } = await temporaryServer({
      'GET /a': async () => {
        throw new Error('broken');
      },
    });
    const raw = await send(port, { method: 'GET', path: '/a' });
    expect([raw.status, raw.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(log.lines).toEqual([
      {
        level: 'error',
        message: 'a handler failed',
        fields: { route: 'GET /a', error: expect.objectContaining({ message: 'broken' }) },
      },
    ]);
  });

  it('answers 503 until it is told what to serve', async () => {
    const server = createHttpServer({ log: keptLog() });
    onTestFinished(() => server.close());
    const port = await server.listen(0);
    const early = await send(port, { method: 'GET' });
    expect([early.status, valuesOf(early, 'retry-after')]).toEqual([503, ['1']]);
    server.serve({ $default: named('now') });
    expect((await send(port, { method: 'GET' })).body.toString()).toBe('now');
  });

  it('says whose port is taken', async () => {
    const { port } = await temporaryServer({});
    const second = createHttpServer({ log: keptLog() });
    await expect(second.listen(port)).rejects.toMatchObject({
      name: 'PortTaken',
      message: `Port ${port} is taken by another program.`,
    });
  });

  it('answers what is in hand when it closes, and asks browsers to let go', async () => {
    let finish = (): void => undefined;
    const inHand = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let arrived = (): void => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { server, port } = await startServer({
      $default: async () => {
        arrived();
        await inHand;
        return { statusCode: 200, body: 'done' };
      },
    });
    const answer = send(port, { method: 'GET' });
    await arrival;
    const closed = server.close();
    finish();
    const raw = await answer;
    expect([raw.body.toString(), valuesOf(raw, 'connection')]).toEqual(['done', ['close']]);
    await closed;
    await expect(send(port, { method: 'GET' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('goes on after a client that went away in the middle of its body', async () => {
    const { port } = await temporaryServer({ $default: named('here') });
    await new Promise<void>((resolve) => {
      const request = sendRequest({
        port,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-length': '100' },
      });
      request.on('error', () => undefined);
      request.on('close', () => resolve());
      request.write('half', () => request.destroy());
    });
    expect((await send(port, { method: 'GET' })).body.toString()).toBe('here');
  });
});
