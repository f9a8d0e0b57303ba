import { expect, it } from 'vitest';
import { CHROME } from '../../support/apiGatewayEvents.ts';
import type { Deployed } from './openDeployed.ts';

const HTML = 'text/html; charset=utf-8';

/** The web pages and what else needs no cookie. */
export const thePages = (
  deployed: () => Deployed,
  /** How API Gateway refuses a path that leads to no function: an HTTP API says 404, a REST API 403. */
  unknownPath: 403 | 404,
): void => {
  const get = async (path: string) => {
    const answer = await fetch(`${deployed().url}${path}`, { headers: { 'user-agent': CHROME } });
    return { answer, text: await answer.text() };
  };
  const header = (answer: Response, name: string) => answer.headers.get(name);

  it('every part is up, and says so', async () => {
    const answer = await fetch(deployed().healthUrl);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      {
        status: 'up',
        hotSessions: { health: 'up' },
        record: { health: 'up' },
        metrics: { health: 'up' },
        queue: { health: 'up', waiting: expect.any(Number) },
      },
    ]);
  });

  it.each(['/', '/category/shoes', '/cart', '/dashboard/', '/dashboard/live'])(
    '%s is a page, whose files are there and may be kept for ever',
    async (path) => {
      const { answer, text } = await get(path);
      expect([answer.status, header(answer, 'content-type')]).toEqual([200, HTML]);
      expect(header(answer, 'cache-control')).toBe('no-cache');
      expect(header(answer, 'content-security-policy')).toContain("default-src 'none'");
      const assets = [...text.matchAll(/(?:src|href)="([^"]+\/assets\/[^"]+)"/g)].map(
        ([, name = '']) => name,
      );
      expect(assets.length, `files named in ${text}`).toBeGreaterThan(0);
      for (const asset of assets) {
        const { answer: file, text: content } = await get(asset);
        expect([asset, file.status, content.length > 100]).toEqual([asset, 200, true]);
        expect(header(file, 'content-type')).toMatch(/^text\/(javascript|css); charset=utf-8$/);
        expect(header(file, 'cache-control')).toBe('public, max-age=31536000, immutable');
      }
    },
  );

  it('the tracker is a script that may be kept for five minutes', async () => {
    const { answer, text } = await get('/tracker.js');
    expect([answer.status, header(answer, 'content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(header(answer, 'cache-control')).toBe('public, max-age=300');
    expect(text).toContain('page_view');
  });

  it.each([
    ['/dashboard/assets/nothing.js', 404],
    ['/api/storefront/nothing', 404],
    ['/no/such/page', unknownPath],
  ] as const)('%s is nothing, and no page', async (path, status) => {
    const { answer, text } = await get(path);
    expect(answer.status).toBe(status);
    expect(text).not.toMatch(/<html/i);
  });

  it('the API describes itself, and keeps strangers out', async () => {
    const { answer, text } = await get('/api/openapi.json');
    expect([answer.status, JSON.parse(text).openapi]).toEqual([200, expect.stringMatching(/^3\./)]);
    for (const path of ['/api/analytics/summary', '/api/analytics/journeys/x', '/api/admin/me']) {
      expect([path, (await get(path)).answer.status]).toEqual([path, 401]);
    }
  });
};
