import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { describeWith, startRedis, startSecantus } from '../servers/servers.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { eventually, type HttpVisitor, httpVisitor } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { readRecord, temporaryFootfall } from './temporaryFootfall.ts';

const cookieHeader = ({ jar }: HttpVisitor): string => [...jar].map((pair) => pair.join('=')).join('; ');

const getJson = async (url: string, headers: { [name: string]: string } = {}) => {
  const answer = await fetch(url, { headers });
  return { status: answer.status, body: Object(await answer.json()) };
};

const kindsOf = (log: ReturnType<typeof keptLog>, ...levels: string[]) =>
  log.lines.filter(({ level }) => levels.includes(level));

describe('footfall on a laptop', () => {
  it('keeps everything when it stops and starts again, and the visitor’s session goes on', async () => {
    const dataDir = await temporaryDataDir();
    const first = await temporaryFootfall({ dataDir });
    const visitor = httpVisitor(first.url);
    await visitor.view('/shoes');
    await visitor.view('/hats');
    await first.stop();

    const second = await temporaryFootfall({ dataDir });
    const returned = httpVisitor(second.url);
    for (const [name, value] of visitor.jar) returned.jar.set(name, value);
    await returned.view('/checkout');
    await second.stop();

    const { sessions, events } = await readRecord(dataDir);
    expect(sessions).toMatchObject([{ pageViews: 3, landingPage: '/shoes', exitPage: '/checkout' }]);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'page_view',
      'page_view',
      'page_view',
      'session_started',
    ]);
    expect(kindsOf(second.log, 'warn', 'error', 'critical')).toEqual([]);
  });

  it('makes the cookies’ key once, and for its owner’s eyes alone', async () => {
    const dataDir = await temporaryDataDir();
    const key = () => readFile(join(dataDir, 'cookie-keys'), 'utf8');
    await (await temporaryFootfall({ dataDir })).stop();
    const made = await key();
    expect(made.trim().length).toBeGreaterThanOrEqual(43);
    expect((await stat(join(dataDir, 'cookie-keys'))).mode & 0o777).toBe(0o600);
    await (await temporaryFootfall({ dataDir })).stop();
    expect(await key()).toBe(made);
  });

  it('repairs a torn last record, says so, and keeps what is before it', async () => {
    const dataDir = await temporaryDataDir();
    const first = await temporaryFootfall({ dataDir });
    const visitor = httpVisitor(first.url);
    for (let page = 0; page < 5; page++) await visitor.view(`/page/${page}`);
    await first.stop();
    const path = join(dataDir, 'record', 'record.log');
    await truncate(path, (await stat(path)).size - 7);

    const second = await temporaryFootfall({ dataDir });
    expect(kindsOf(second.log, 'warn')).toEqual([
      {
        level: 'warn',
        message: 'cut a torn record off the end of the record’s log',
        fields: { path, keptBytes: expect.any(Number), droppedBytes: expect.any(Number) },
      },
    ]);
    await second.stop();
    const { events } = await readRecord(dataDir);
    expect(events.filter(({ type }) => type === 'page_view')).toHaveLength(5);
  });

  it('leaves nothing open where its key is unusable, and says what is wrong', async () => {
    const dataDir = await temporaryDataDir();
    await writeFile(join(dataDir, 'cookie-keys'), 'short');
    const start = () => startFootfall({ port: 0, dataDir, environment: {}, log: keptLog() });
    await expect(start()).rejects.toThrow('COOKIE_KEYS: key 1 has fewer than 32 bytes.');
    await writeFile(join(dataDir, 'cookie-keys'), 'k'.repeat(32));
    await (await start()).stop();
  });

  it('keeps a second one away from its data folder', async () => {
    const dataDir = await temporaryDataDir();
    await temporaryFootfall({ dataDir });
    await expect(startFootfall({ port: 0, dataDir, environment: {}, log: keptLog() })).rejects.toMatchObject({
      name: 'FolderLocked',
    });
  });

  it('serves pages of its own addresses, whatever its port, and no others', async () => {
    const { url } = await temporaryFootfall();
    const post = (origin: string) =>
      fetch(`${url}/track`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: '{"eventType":"page_view","path":"/"}',
      });
    expect((await post(url)).status).toBe(200);
    expect((await post(url.replace('localhost', '127.0.0.1'))).status).toBe(200);
    expect((await post('http://localhost:1')).status).toBe(403);
  });

  it('takes SITES as they are, and says where they leave its own pages out', async () => {
    const site = {
      id: 'shop',
      host: 't.shop.example',
      origins: ['https://shop.example'],
      timezone: 'UTC',
      currency: 'EUR',
    };
    const { url, log } = await temporaryFootfall({ environment: { SITES: JSON.stringify([site]) } });
    expect(kindsOf(log, 'warn')).toMatchObject([
      { message: `SITES allows no page of ${url}: visits of the start page are refused` },
    ]);
    const answer = await fetch(`${url}/track`, {
      method: 'POST',
      headers: { origin: 'https://shop.example', 'content-type': 'application/json' },
      body: '{"eventType":"page_view","path":"/"}',
    });
    expect(answer.status).toBe(200);
  });

  it.each(['/track', '/api/track', '/analytics/track', '/api/analytics/track'])(
    'tracks at %s',
    async (path) => {
      const { url } = await temporaryFootfall();
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"eventType":"page_view","path":"/"}',
      });
      expect([answer.status, await answer.json()]).toEqual([200, { ok: true, accepted: 1 }]);
      expect((await fetch(`${url}${path}`)).status).toBe(405);
    },
  );

  it('tells in its log what is stored, without address, cookie or user agent', async () => {
    const { url, log } = await temporaryFootfall();
    const visitor = httpVisitor(url);
    await visitor.view('/shoes');
    await eventually(async () =>
      expect(log.lines.map(({ message }) => message)).toContain('stored page_view /shoes'),
    );
    const text = JSON.stringify(log.lines);
    for (const secret of ['127.0.0', 'Mozilla', ...visitor.jar.values()]) expect(text).not.toContain(secret);
  });

  it('says at /health what is up', async () => {
    const { url } = await temporaryFootfall();
    expect(await getJson(`${url}/health`)).toEqual({
      status: 200,
      body: {
        status: 'up',
        hotSessions: { store: 'memory', health: 'up' },
        record: { store: 'embedded', health: 'up' },
        metrics: { store: 'dynalite', health: 'up' },
        queue: { health: 'up', waiting: 0, refused: 0 },
      },
    });
  });
});

describe('the live view of the record', () => {
  it('shows the latest sessions with their events, and which one is the reader’s', async () => {
    const { url } = await temporaryFootfall();
    const mine = httpVisitor(url);
    const other = httpVisitor(url);
    await other.view('/hats');
    await mine.view('/shoes');
    await mine.view('/shoes/red');
    await eventually(async () => {
      const { body } = await getJson(`${url}/api/local/sessions`, { cookie: cookieHeader(mine) });
      expect(body.sessions).toMatchObject([
        {
          yours: true,
          pageViews: 2,
          landingPage: '/shoes',
          exitPage: '/shoes/red',
          channel: 'Direct',
          bounce: false,
          bot: false,
          events: [{ path: '/shoes/red' }, { path: '/shoes' }, { type: 'session_started' }],
        },
        { yours: false, pageViews: 1, landingPage: '/hats', bounce: true },
      ]);
    });
  });

  it('holds no id that could be used, no address and no secret', async () => {
    const dataDir = await temporaryDataDir();
    const { url, stop } = await temporaryFootfall({ dataDir });
    const visitor = httpVisitor(url);
    await visitor.view('/shoes');
    let text = '';
    await eventually(async () => {
      text = JSON.stringify((await getJson(`${url}/api/local/sessions`)).body);
      expect(text).toContain('/shoes');
    });
    await stop();
    const { sessions } = await readRecord(dataDir);
    const [session] = sessions;
    if (!session) throw new Error('no session');
    for (const secret of [
      session.id,
      session.visitor,
      session.browser,
      session.secret ?? '',
      session.address ?? '',
    ]) {
      expect(secret).not.toBe('');
      expect(text).not.toContain(secret);
    }
  });

  it('is no activity: looking neither prolongs a session nor sets a cookie', async () => {
    const { url } = await temporaryFootfall();
    const visitor = httpVisitor(url);
    await visitor.view('/');
    const answer = await fetch(`${url}/api/local/sessions`, { headers: { cookie: cookieHeader(visitor) } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('is refused under another host’s name', async () => {
    const { url } = await temporaryFootfall();
    const status = await new Promise((resolve) => {
      get(`${url}/api/local/sessions`, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    });
    expect(status).toBe(403);
  });
});

describe('the pages', () => {
  it.each(['/live', '/live/shoes', '/live/shoes/red', '/live/hats', '/live/checkout', '/server'])(
    '%s runs nothing but its own files, and carries the tracker',
    async (path) => {
      const { url } = await temporaryFootfall();
      const answer = await fetch(`${url}${path}`, {
        headers: { 'user-agent': CHROME, 'accept-language': 'en' },
      });
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain('<script src="/tracker.js" defer></script>');
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self';/,
      );
      expect(html).not.toMatch(/<style|style=|<script>|\son\w+=|https?:\/\//);
    },
  );

  it('has a tracker that browsers keep for five minutes, and then ask whether it changed', async () => {
    const { url } = await temporaryFootfall();
    const first = await fetch(`${url}/tracker.js`);
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await first.text()).toContain('footfall');
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${url}/tracker.js`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describeWith(['redis', 'secantus'], 'footfall on real Redis and MongoDB', () => {
  it('keeps sessions in the one and the record in the other, over a restart', async () => {
    const redis = await startRedis();
    const mongo = await startSecantus();
    try {
      const environment = { REDIS_URL: redis.url, MONGODB_URI: mongo.url };
      const dataDir = await temporaryDataDir();
      const first = await temporaryFootfall({ dataDir, environment });
      expect(first.runsOn).toEqual({ hotSessions: 'Redis', record: 'MongoDB', metrics: 'dynalite' });
      const visitor = httpVisitor(first.url);
      for (let page = 0; page < 3; page++) await visitor.view(`/page/${page}`);
      await first.stop();
      expect((await readRecord(dataDir, environment)).sessions).toMatchObject([{ pageViews: 3 }]);

      const second = await temporaryFootfall({ dataDir, environment });
      expect((await getJson(`${second.url}/health`)).body).toMatchObject({ status: 'up' });
      await redis.stop();
      await eventually(async () =>
        expect((await getJson(`${second.url}/health`)).body).toMatchObject({
          status: 'degraded',
          hotSessions: { store: 'Redis', health: 'down' },
          record: { health: 'up' },
        }),
      );
      await second.stop();
    } finally {
      await redis.stop();
      await mongo.stop();
    }
  });
});

describe('a MONGODB_URI that is no help', () => {
  const start = async (uri: string) =>
    startFootfall({
      port: 0,
      dataDir: await temporaryDataDir(),
      environment: { MONGODB_URI: uri },
      log: keptLog(),
    });

  it('keeps it from starting where nobody answers', async () => {
    await expect(start('mongodb://127.0.0.1:9/?directConnection=true')).rejects.toMatchObject({
      name: 'RecordUnavailable',
    });
  });

  it('keeps it from starting where it is no address at all', async () => {
    await expect(start('nonsense')).rejects.toThrow(/^MONGODB_URI cannot be used: Invalid scheme/);
  });
});
