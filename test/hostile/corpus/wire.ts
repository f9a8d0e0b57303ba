/** A request as bytes, where no client would send it. */
export interface WireRequest {
  readonly name: string;
  readonly bytes: Buffer;
}

const request = (name: string, ...lines: readonly string[]): WireRequest => ({
  name,
  bytes: Buffer.from(lines.join('\r\n'), 'latin1'),
});

const HOST = 'Host: shop.example';
const END = ['', ''];
const CLOSE = 'Connection: close';

/** Odd at the level of HTTP itself: request lines, lengths, smuggling, headers without end. */
export const WIRE_REQUESTS: readonly WireRequest[] = [
  request('no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', ...END),
  request('a line of Redis', 'FLUSHALL', ...END),
  request('no version', 'GET /health', ...END),
  request('HTTP 0.9', 'GET /health HTTP/0.9', HOST, ...END),
  request('HTTP 9', 'GET /health HTTP/9.9', HOST, ...END),
  request('HTTP/2 with prior knowledge', 'PRI * HTTP/2.0', '', 'SM', ...END),
  request('a method of our own', 'FOO /track HTTP/1.1', HOST, CLOSE, ...END),
  request('a method in lower case', 'post /track HTTP/1.1', HOST, CLOSE, ...END),
  request('CONNECT', 'CONNECT evil.example:443 HTTP/1.1', HOST, CLOSE, ...END),
  request('TRACE', 'TRACE /track HTTP/1.1', HOST, CLOSE, ...END),
  request('OPTIONS of everything', 'OPTIONS * HTTP/1.1', HOST, CLOSE, ...END),
  request('a whole URL', 'GET http://evil.example/health HTTP/1.1', HOST, CLOSE, ...END),
  request('a URL of no path', 'GET ? HTTP/1.1', HOST, CLOSE, ...END),
  request('a path with a control character', 'GET /a\x01b HTTP/1.1', HOST, CLOSE, ...END),
  request('a path with a NUL', 'GET /a\0b HTTP/1.1', HOST, CLOSE, ...END),
  request('a path with bytes over 127', 'GET /\xff\xfe HTTP/1.1', HOST, CLOSE, ...END),
  request('a path with backslashes', 'GET /..\\..\\a HTTP/1.1', HOST, CLOSE, ...END),
  request('a path that climbs', 'GET /../../../../etc/passwd HTTP/1.1', HOST, CLOSE, ...END),
  request(
    'a path that climbs, encoded',
    'GET /dashboard/..%2f..%2fpackage.json HTTP/1.1',
    HOST,
    CLOSE,
    ...END,
  ),
  request('a path of 15 kB', `GET /${'a'.repeat(15_000)} HTTP/1.1`, HOST, CLOSE, ...END),
  request('a path of 100 kB', `GET /${'a'.repeat(100_000)} HTTP/1.1`, HOST, CLOSE, ...END),
  request('a query of 12 kB', `GET /health?${'a=b&'.repeat(3_000)} HTTP/1.1`, HOST, CLOSE, ...END),
  request('no host', 'GET /health HTTP/1.1', CLOSE, ...END),
  request('two hosts', 'GET /health HTTP/1.1', HOST, 'Host: evil.example', CLOSE, ...END),
  request('a host that is none', 'GET /health HTTP/1.1', 'Host: a b/../<c>', CLOSE, ...END),
  request('an empty host', 'POST /track HTTP/1.1', 'Host:', 'Content-Length: 2', CLOSE, '', '{}'),
  request('a header without a colon', 'GET /health HTTP/1.1', HOST, 'nothing', CLOSE, ...END),
  request('a header without a name', 'GET /health HTTP/1.1', HOST, ': x', CLOSE, ...END),
  request('a header name with a blank', 'GET /health HTTP/1.1', HOST, 'x y: z', CLOSE, ...END),
  request('a folded header', 'GET /health HTTP/1.1', HOST, 'x: a', ' b', CLOSE, ...END),
  request('a NUL in a header', 'GET /health HTTP/1.1', HOST, 'user-agent: a\0b', CLOSE, ...END),
  request('an LF in a header', 'GET /health HTTP/1.1', HOST, 'user-agent: a\nb: c', CLOSE, ...END),
  request('a CR in a header', 'GET /health HTTP/1.1', HOST, 'user-agent: a\rb', CLOSE, ...END),
  request('a header of 20 kB', 'GET /health HTTP/1.1', HOST, `cookie: ${'a'.repeat(20_000)}`, CLOSE, ...END),
  request(
    '3,000 headers',
    'GET /health HTTP/1.1',
    HOST,
    ...Array.from({ length: 3_000 }, (_, index) => `x${index}: 1`),
    CLOSE,
    ...END,
  ),
  request('a negative length', 'POST /track HTTP/1.1', HOST, 'Content-Length: -1', CLOSE, ...END),
  request('a length of hex', 'POST /track HTTP/1.1', HOST, 'Content-Length: 0x10', CLOSE, ...END),
  request(
    'two lengths',
    'POST /track HTTP/1.1',
    HOST,
    'Content-Length: 2',
    'Content-Length: 3',
    CLOSE,
    '',
    '{}x',
  ),
  request(
    'a length and chunks',
    ...['POST /track HTTP/1.1', HOST, 'Content-Length: 4', 'Transfer-Encoding: chunked', CLOSE],
    ...['', '0', '', 'GET /api/admin/me HTTP/1.1', HOST, ...END],
  ),
  request(
    'chunks under two names',
    ...['POST /track HTTP/1.1', HOST, 'Transfer-Encoding: chunked, identity', CLOSE, '', '0', ...END],
  ),
  request(
    'a chunk of no number',
    ...['POST /track HTTP/1.1', HOST, 'Transfer-Encoding: chunked', CLOSE, '', 'zz', '{}', '0', ...END],
  ),
  request(
    'a chunk larger than any memory',
    ...[
      'POST /track HTTP/1.1',
      HOST,
      'Transfer-Encoding: chunked',
      CLOSE,
      '',
      'ffffffffffffffffff',
      '{}',
      ...END,
    ],
  ),
  request('a body on a GET', 'GET /health HTTP/1.1', HOST, 'Content-Length: 2', CLOSE, '', '{}'),
  request(
    'an upgrade',
    'GET /live HTTP/1.1',
    HOST,
    'Connection: Upgrade, close',
    'Upgrade: websocket',
    ...END,
  ),
  request(
    'an upgrade to HTTP/2',
    'GET / HTTP/1.1',
    HOST,
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABk',
    ...END,
  ),
  request('an expectation', 'POST /track HTTP/1.1', HOST, 'Expect: 42', 'Content-Length: 2', CLOSE, '', '{}'),
  request(
    'two requests in one',
    'GET /health HTTP/1.1',
    HOST,
    '',
    'GET /health HTTP/1.1',
    HOST,
    CLOSE,
    ...END,
  ),
];
