import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import {
  DOCUMENT,
  distinct,
  eventsOf,
  eventTypesOf,
  keptLog,
  pageView,
  sessionOf,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

/** A way to the record whose queue and record can be made to refuse. */
const setUp = () => {
  const state = { queue: true, record: true };
  const queued: QueueMessage[] = [];
  const written: QueueMessage[] = [];
  const log = keptLog();
  const counts = new Map<string, number>();
  const deliver = createDelivery({
    queue: {
      send: async (body) => {
        if (!state.queue) throw new QueueUnavailable('refused');
        queued.push(JSON.parse(body));
      },
      close: async () => undefined,
    },
    writeThrough: async (message) => {
      if (!state.record) throw new RecordUnavailable('down');
      written.push(message);
    },
    log,
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
  });
  const deps = testDependencies({ deliver });
  return { state, queued, written, log, counts, deps };
};
const NONCE = 'a'.repeat(32);

describe('a message', () => {
  it('goes to the queue', async () => {
    const { queued, written, deps } = setUp();
    await testBrowser(createHandler(deps)).track(pageView());
    expect([queued.length, written.length]).toEqual([1, 0]);
  });

  it('is written through to the record where the queue refuses it', async () => {
    const { state, queued, written, counts, deps } = setUp();
    state.queue = false;
    expect((await testBrowser(createHandler(deps)).track(pageView())).statusCode).toBe(200);
    expect([queued.length, written.length]).toEqual([0, 1]);
    expect(counts.get('queue_unavailable')).toBe(1);
  });

  it('goes out while the handler runs', async () => {
    const order: string[] = [];
    const deps = testDependencies({ deliver: async () => void order.push('sent') });
    const handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push('handled');
      return { statusCode: 200 };
    };
    await testBrowser(shopHandler(deps, { handler })).send(DOCUMENT);
    expect(order).toEqual(['sent', 'handled']);
  });
});

describe('a message that neither queue nor record takes', () => {
  const lost = () => {
    const made = setUp();
    made.state.queue = false;
    made.state.record = false;
    return made;
  };

  it('makes /track ask for it again', async () => {
    const { deps, counts } = lost();
    const answer = await testBrowser(createHandler(deps)).track(pageView());
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(answer.body ?? '')).toEqual({
      error: { code: 'not_stored', message: 'The events could not be stored; send them again.' },
    });
    expect(answer.headers?.['access-control-allow-origin']).toBe('https://shop.example');
    expect(counts.get('events_lost')).toBe(1);
  });

  it.each([
    ['with its nonce', { nonce: NONCE }],
    ['without one', {}],
  ])(
    'is whole when it is sent again %s: the session with its beginning, and each event once',
    async (_, more) => {
      const { state, queued, deps } = lost();
      const browser = testBrowser(createHandler(deps));
      const event = pageView('/shoes', { eventId: 'e1', ...more });
      expect((await browser.track(event)).statusCode).toBe(503);
      state.queue = true;
      deps.clock.nowMs += 5_000;
      expect((await browser.track(event)).statusCode).toBe(200);
      await browser.track(pageView('/hats'));
      expect(distinct({ messages: queued }, 'id').size).toBe(1);
      expect(eventTypesOf({ messages: queued })).toEqual(['session_started', 'page_view', 'page_view']);
      expect(eventsOf({ messages: queued })[0]?.context).toMatchObject({
        landingPage: '/shoes',
        newBrowser: true,
      });
    },
  );

  it("does not keep a shop's answer back; what is lost is logged by id and nothing else", async () => {
    const { deps, log } = lost();
    const answer = await testBrowser(shopHandler(deps)).send(DOCUMENT);
    expect(answer.statusCode).toBe(200);
    expect(sessionOf(answer)).toMatchObject({ isNew: true });
    expect(answer.setCookies.length).toBeGreaterThanOrEqual(2);
    expect(log.lines).toMatchObject([
      {
        level: 'error',
        fields: {
          eventIds: [
            expect.stringMatching(/^shop:[\w-]+:start:/),
            expect.stringMatching(/^shop:[\w-]+:[\w-]+$/),
          ],
        },
      },
    ]);
  });
});

describe('a bug in the middleware', () => {
  const broken = [
    [
      'hot sessions',
      {
        hotSessions: { ...testDependencies().hotSessions, visit: () => Promise.reject(new TypeError('bug')) },
      },
    ],
    [
      'random ids',
      {
        randomId: () => {
          throw new TypeError('bug');
        },
      },
    ],
  ] as const;

  it.each(broken)('in %s is logged, and the handler runs without a session', async (_, replaced) => {
    const deps = testDependencies(replaced);
    const answer = await testBrowser(shopHandler(deps)).send(DOCUMENT);
    expect(answer).toMatchObject({ statusCode: 200, setCookies: [] });
    expect(sessionOf(answer)).toBeUndefined();
    expect(deps.log.lines).toMatchObject([{ level: 'error', fields: { error: { message: 'bug' } } }]);
    expect(deps.counts.get('middleware_failed')).toBe(1);
  });

  it('on the way to the queue is logged, and the shop answers', async () => {
    const deps = testDependencies({ deliver: () => Promise.reject(new TypeError('bug')) });
    const answer = await testBrowser(shopHandler(deps)).send(DOCUMENT);
    expect(answer.statusCode).toBe(200);
    expect(deps.log.lines).toMatchObject([{ level: 'error', fields: { error: { message: 'bug' } } }]);
  });

  it.each(broken)(
    'in %s makes /track ask for the events again, for they were not stored',
    async (_, replaced) => {
      const answer = await testBrowser(createHandler(testDependencies(replaced))).track(pageView());
      expect([answer.statusCode, answer.headers?.['retry-after']]).toEqual([503, '5']);
    },
  );

  it('leaves no rejection unhandled where the handler takes long', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const deps = testDependencies({ deliver: () => Promise.reject(new TypeError('bug')) });
    const handler = () => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200 }), 20));
    await testBrowser(shopHandler(deps, { handler })).send(DOCUMENT);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
