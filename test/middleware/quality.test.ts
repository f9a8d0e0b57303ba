import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryRateLimits } from '../../src/adapters/memory/memoryRateLimits.ts';
import { MAX_MESSAGE_BYTES, type QueueMessage } from '../../src/domain/events/message.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { sessionDependencies } from '../../src/runtime/sessionDependencies.ts';
import { createQualityTally } from '../../src/writer/createQualityTally.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, SITE, START } from '../domain/sessions/foldFixtures.ts';
import {
  keptLog,
  NOON,
  pageView,
  SHOP_ORIGIN,
  testBrowser,
  testKeys,
  testSites,
} from '../support/testShop.ts';

const MINUTE = 60_000;

/** `/track` with the runtime's own wiring, up to the queue. */
const arrange = () => {
  const clock = { nowMs: NOON };
  const messages: QueueMessage[] = [];
  const queue = { down: false };
  const deps = sessionDependencies({
    sites: testSites,
    keys: testKeys,
    hotSessions: memoryHotSessions(),
    limits: memoryRateLimits(),
    record: { get: () => Promise.reject(new Error('no record here')) },
    identities: { get: () => Promise.reject(new Error('nobody logs in')) },
    queue: {
      send: async (body) => {
        if (queue.down) throw new QueueUnavailable('down');
        const parsed = parseMessage(body);
        if (!parsed.ok) throw new Error(parsed.reason);
        messages.push(parsed.message);
      },
      close: async () => undefined,
    },
    log: keptLog(),
    now: () => clock.nowMs,
  });
  const browser = testBrowser(createHandler(deps));
  const qualities = () => messages.flatMap(({ quality }) => quality ?? []);
  return { browser, clock, queue, messages, qualities };
};

describe('what the middleware refuses', () => {
  it('goes along with the next message, by site and reason', async () => {
    const { browser, qualities } = arrange();
    await browser.track('{');
    await browser.track('{');
    await browser.track(pageView(), { headers: { origin: 'https://stranger.example' } });
    await browser.track(pageView('/', { site: 'other' }));
    await browser.track(pageView());
    expect(qualities()).toEqual([
      {
        id: expect.any(String),
        site: 'shop',
        at: NOON,
        counts: { 'refused:invalid_json': 2, 'refused:origin_not_allowed': 1 },
      },
      { id: expect.any(String), site: 'other', at: NOON, counts: { 'refused:origin_not_allowed': 1 } },
    ]);
  });

  it('is counted for the site of the host that was asked, where the origin is a stranger’s', async () => {
    const { browser, qualities } = arrange();
    const headers = { origin: 'https://stranger.example', host: 't.shop.example' };
    await browser.track(pageView(), { headers });
    await browser.send({ method: 'OPTIONS', headers });
    await browser.track(pageView('/', { site: 'nobody' }), { headers });
    await browser.track(pageView());
    expect(qualities()).toMatchObject([
      { site: 'shop', counts: { 'refused:origin_not_allowed': 2, 'refused:unknown_site': 1 } },
    ]);
  });

  it('is told once a minute', async () => {
    const { browser, clock, qualities, messages } = arrange();
    await browser.track(pageView());
    await browser.track('{');
    await browser.track(pageView());
    expect(qualities()).toEqual([]);
    clock.nowMs += MINUTE;
    await browser.track(pageView());
    await browser.track(pageView());
    expect(qualities()).toMatchObject([{ counts: { 'refused:invalid_json': 1 } }]);
    expect(messages).toHaveLength(4);
  });

  it('is told again under the same id where the message was lost', async () => {
    const { browser, clock, queue, qualities } = arrange();
    await browser.track('{');
    queue.down = true;
    expect((await browser.track(pageView())).statusCode).toBe(503);
    queue.down = false;
    clock.nowMs += MINUTE;
    await browser.track(pageView());
    clock.nowMs += MINUTE;
    await browser.track(pageView());
    expect(qualities()).toMatchObject([{ counts: { 'refused:invalid_json': 1 } }]);
  });

  it('hides nothing that a page of ours may read: a refusal has its CORS headers', async () => {
    const { browser } = arrange();
    expect((await browser.track('{')).headers).toMatchObject({ 'access-control-allow-origin': SHOP_ORIGIN });
  });
});

describe('a message that is nearly too large', () => {
  it('travels without counts', async () => {
    const sent: string[] = [];
    const quality = createQualityTally({ now: () => START, randomId: randomUUID });
    const deliver = createDelivery({
      queue: { send: async (body) => void sent.push(body), close: async () => undefined },
      writeThrough: async () => undefined,
      log: keptLog(),
      count: () => undefined,
      quality,
    });
    quality.count(SITE.id, 'refused:invalid_json', START);
    const largest = messageOf([eventOf('page_view', { title: 'ü'.repeat(MAX_MESSAGE_BYTES / 2 - 500) })]);
    await deliver(largest);
    await deliver(messageOf([eventOf('page_view')]));
    expect(sent.map((body) => parseMessage(body).ok)).toEqual([false, true]);
    expect(sent.map((body) => body.includes('refused:invalid_json'))).toEqual([false, true]);
  });
});
