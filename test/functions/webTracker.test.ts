import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/web/createHandler.ts';
import { JAVASCRIPT, webFile } from '../../functions/web/WebFile.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';

const tracker = webFile(JAVASCRIPT, Buffer.from('track()'));
const get = (built: Parameters<typeof createHandler>[0], headers = {}, method = 'GET') =>
  createHandler(built)(eventV2({ method, path: '/tracker.js', headers }));

describe('GET /tracker.js', () => {
  it('is a script that browsers and CloudFront keep for five minutes', async () => {
    const { statusCode, headers, body, isBase64Encoded } = await get({ tracker });
    expect([statusCode, isBase64Encoded, Buffer.from(body ?? '', 'base64').toString()]).toEqual([
      200,
      true,
      'track()',
    ]);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not sent to a browser that has it', async () => {
    expect((await get({ tracker }, { 'if-none-match': tracker.etag })).statusCode).toBe(304);
  });

  it('takes nothing', async () => {
    expect((await get({ tracker }, {}, 'POST')).statusCode).toBe(405);
  });

  it('is missing where it was not built', async () => {
    expect((await get({})).statusCode).toBe(404);
  });
});
