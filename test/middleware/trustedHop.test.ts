import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { eventsOf, pageView, testBrowser, testDependencies } from '../support/testShop.ts';

const SECRET = 'the-origin-secret';
const FORGED = {
  'cloudfront-viewer-country': 'KP',
  'cloudfront-viewer-address': '192.0.2.99:443',
  'x-forwarded-for': '192.0.2.99',
};

describe.each(['1.0', '2.0'] as const)("CloudFront's headers over payload format %s", (payload) => {
  const contextOf = async (
    headers: { [name: string]: string },
    originSecret: string | undefined = SECRET,
  ) => {
    const deps = testDependencies({ originSecret });
    const answer = await testBrowser(createHandler(deps), { payload }).track(pageView(), { headers });
    expect(answer.statusCode).toBe(200);
    return eventsOf(deps)[0]?.context;
  };

  it("are a client's own words without the origin's secret", async () => {
    const context = await contextOf(FORGED);
    expect(context?.address).toBe('198.51.100.0');
    expect(context).not.toHaveProperty('country');
  });

  it.each([
    ['a wrong secret', 'the-origin-secreT'],
    ['one of another length', 'x'],
    ['an empty one', ''],
    ['one of as many characters and more bytes', 'é'.repeat(SECRET.length)],
  ])('are so too with %s', async (_, given) => {
    const context = await contextOf({ ...FORGED, 'x-footfall-origin-secret': given });
    expect(context?.address).toBe('198.51.100.0');
    expect(context).not.toHaveProperty('country');
  });

  it('are so too where the deployment has no secret', async () => {
    const deps = testDependencies();
    await testBrowser(createHandler(deps), { payload }).track(pageView(), {
      headers: { ...FORGED, 'x-footfall-origin-secret': 'undefined' },
    });
    expect(eventsOf(deps)[0]?.context).not.toHaveProperty('country');
  });

  it('are believed with it', async () => {
    expect(await contextOf({ ...FORGED, 'x-footfall-origin-secret': SECRET })).toMatchObject({
      address: '192.0.2.0',
      country: 'KP',
    });
  });

  it('tell the host that the viewer asked for, with it alone', async () => {
    const statusOf = async (headers: { [name: string]: string }) => {
      const browser = testBrowser(createHandler(testDependencies({ originSecret: SECRET })), { payload });
      const request = { 'content-type': 'text/plain', host: 'a1b2c3.execute-api.amazonaws.com', ...headers };
      return (await browser.send({ headers: request, body: JSON.stringify(pageView()) })).statusCode;
    };
    expect(await statusOf({ 'x-footfall-host': 'other.example' })).toBe(403);
    expect(await statusOf({ 'x-footfall-host': 'other.example', 'x-footfall-origin-secret': SECRET })).toBe(
      200,
    );
  });
});
