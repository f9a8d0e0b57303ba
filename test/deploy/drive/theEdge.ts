import { expect, it } from 'vitest';
import { ORIGIN_SECRET_HEADER } from '../../../src/middleware/HttpRequest.ts';
import { CHROME } from '../../support/apiGatewayEvents.ts';
import { type Deployed, VIEWER } from './openDeployed.ts';
import { until } from './until.ts';

const FORGED = {
  'cloudfront-viewer-country': 'NO',
  'cloudfront-viewer-address': '198.51.100.9:4711',
  'x-footfall-host': 'forged.example',
  [ORIGIN_SECRET_HEADER]: 'guessed',
};

const cookieOf = (answer: Response, name: string): { readonly sid: string } => {
  const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  if (line === undefined) throw new Error(`no cookie ${name} was set, but ${answer.headers.getSetCookie()}`);
  return JSON.parse(Buffer.from(line.slice(name.length + 1).split('.')[0] as string, 'base64url').toString());
};

/** Whom the functions believe, with CloudFront before the API. */
export const theEdge = (deployed: () => Deployed): void => {
  const visit = async (url: string, more: { readonly [name: string]: string } = {}): Promise<string> => {
    const answer = await fetch(`${url}/track`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: deployed().url,
        'user-agent': CHROME,
        'accept-language': 'en',
        ...FORGED,
        ...more,
      },
      body: JSON.stringify({ eventType: 'page_view', path: '/' }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, '{"ok":true,"accepted":1}']);
    return cookieOf(answer, 'session').sid;
  };
  const stored = (sid: string) =>
    until('the session in MongoDB', async () => {
      const [session] = await deployed().record('sessions', { _id: sid });
      expect(session, `session ${sid}`).toBeDefined();
      return { address: session?.address, country: session?.country, landingUrl: session?.landingUrl };
    });
  /** A login of the staff from a page at an origin, by a browser that does not say where requests come from. */
  const login = (url: string, origin: string, more: { readonly [name: string]: string } = {}) =>
    fetch(`${url}/api/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...more },
      body: JSON.stringify({ password: deployed().staff.password }),
    }).then(({ status }) => status);

  it('a call past CloudFront with forged headers: address and country are not the forged ones', async () => {
    const session = await stored(await visit(deployed().directUrl));
    expect(session.country).toBeUndefined();
    expect(session.address, 'as the API has it').toBe('127.0.0.0');
  });

  it('through CloudFront, address and country are the ones that the edge knows, whatever the viewer says', async () => {
    const session = await stored(await visit(deployed().url));
    expect(session).toMatchObject({ country: VIEWER.country, address: VIEWER.address.replace(/\d+$/, '0') });
  });

  it('the viewer’s host is the distribution’s, told by its function: neither viewers nor callers of the API can name another', async () => {
    const { url, directUrl, output } = deployed();
    expect(await login(url, `https://${output('DistributionDomain')}`)).toBe(200);
    expect(await login(url, 'https://forged.example', { 'x-footfall-host': 'forged.example' })).toBe(403);
    expect(await login(directUrl, 'https://forged.example', FORGED)).toBe(403);
  });

  it('the origin’s secret alone is what is believed: it goes to the API, and no answer holds it', async () => {
    const { url, directUrl, secret, output } = deployed();
    const originSecret = await secret(output('OriginSecret'));
    const believed = await stored(await visit(directUrl, { [ORIGIN_SECRET_HEADER]: originSecret }));
    expect(believed).toMatchObject({ country: 'NO', address: '198.51.100.0' });
    for (const path of ['/', '/tracker.js', '/api/openapi.json', '/api/storefront/products']) {
      const answer = await fetch(`${url}${path}`);
      expect(JSON.stringify([...answer.headers]) + (await answer.text()), path).not.toContain(originSecret);
    }
  });
};
