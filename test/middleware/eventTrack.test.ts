import middy from '@middy/core';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import type { Track } from '../../src/middleware/eventTracker.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import { sessionMiddleware, type WithSession } from '../../src/middleware/sessionMiddleware.ts';
import { eventV2, lambdaContext } from '../support/apiGatewayEvents.ts';
import {
  DOCUMENT,
  eventsOf,
  eventTypesOf,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

/** What a handler's `event.track` does in one request. */
const tracking = async (work: (track: Track, event: Partial<WithSession>) => unknown) => {
  const deps = testDependencies();
  const handler = async (event: Partial<WithSession>) => {
    await work(event.track as Track, event);
    return { statusCode: 200, body: '' };
  };
  const answer = await testBrowser(shopHandler(deps, { pageViews: 'browser', handler })).send(DOCUMENT);
  return { deps, answer, events: eventsOf(deps).filter(({ type }) => type !== 'session_started') };
};
const refusalOf = async (work: (track: Track) => unknown): Promise<unknown> => {
  let refusal: unknown;
  await tracking((track) => {
    try {
      work(track);
    } catch (error) {
      refusal = error;
    }
  });
  return refusal;
};

describe('event.track', () => {
  it('sends custom and server events of the session, as said by a server', async () => {
    const { deps, events } = await tracking((track) => {
      track('newsletter', { list: 'weekly' });
      track(
        'order_completed',
        { orderId: 'o1', amountMinor: 4_200, currency: 'EUR', items: [{ productId: 'p1', quantity: 2 }] },
        { eventId: 'order:o1', customerId: 'c1' },
      );
    });
    const { site, browser } = deps.messages[0]?.session ?? {};
    expect(events).toMatchObject([
      { type: 'newsletter', source: 'server', path: '/shoes', properties: { list: 'weekly' } },
      { type: 'order_completed', source: 'server', id: `${site}:${browser}:order:o1`, customerId: 'c1' },
    ]);
    for (const message of deps.messages) expect(parseMessage(JSON.stringify(message)).ok).toBe(true);
  });

  it('gives each event an id of its own', async () => {
    const { events } = await tracking((track) => {
      track('newsletter');
      track('newsletter');
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('sends them before the answer', async () => {
    let sent = false;
    const deps = testDependencies({
      deliver: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        sent = true;
      },
    });
    const handler = async (event: Partial<WithSession>) => {
      event.track?.('newsletter');
      return { statusCode: 200, body: String(sent) };
    };
    const answer = await testBrowser(shopHandler(deps, { handler })).send(DOCUMENT);
    expect([answer.body, sent]).toEqual(['false', true]);
  });

  it('sends them where the handler throws, whose error stays its own', async () => {
    const deps = testDependencies();
    const handler = async (event: Partial<WithSession>) => {
      event.track?.('checkout_failed');
      throw new Error('out of stock');
    };
    await expect(testBrowser(shopHandler(deps, { handler })).send(DOCUMENT)).rejects.toThrow('out of stock');
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view', 'checkout_failed']);
  });

  it("sets the cookies on the answer that another middleware makes of a handler's error", async () => {
    const deps = testDependencies();
    const handler = middy(async (_: HttpEvent & Partial<WithSession>): Promise<unknown> => {
      throw new Error('out of stock');
    })
      .use(sessionMiddleware(deps))
      .onError((request) => {
        request.response = { statusCode: 409, body: 'out of stock' };
      });
    const answer = (await handler(eventV2(DOCUMENT), lambdaContext)) as HttpAnswer;
    expect(answer.statusCode).toBe(409);
    expect(answer.cookies?.map((cookie) => cookie.split('=')[0])).toEqual([
      'session',
      'visitor_id',
      'footfall_pv',
    ]);
  });

  it.each([
    ['an empty type', '', undefined, /cannot be tracked/],
    ['a type with spaces', 'add to cart', undefined, /cannot be tracked/],
    ['a type of ours', 'session_started', undefined, /cannot be tracked/],
    ['a touch', 'session_touched', undefined, /cannot be tracked/],
    ['a property with a dot', 'custom', { 'a.b': 1 }, /properties\.a\.b has a name that is not allowed/],
    ['what is no number', 'custom', { a: Number.NaN }, /properties\.a must be a finite number/],
    [
      'what is nested deeper than an order',
      'custom',
      { a: { b: { c: { d: 1 } } } },
      /properties\.a\.b\.c is nested too deep/,
    ],
    ['more than 16 kB', 'custom', { a: 'x'.repeat(17_000) }, /more than 16384 bytes/],
    [
      'a great many properties',
      'custom',
      Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`p${i}`, 1])),
      /more than/,
    ],
    ['a list for properties', 'custom', [1], /properties must be an object/],
  ])('refuses %s with a TypeError that names the field', async (_, type, properties, message) => {
    const refusal = await refusalOf((track) => track(type, properties as never));
    expect(refusal).toBeInstanceOf(TypeError);
    expect((refusal as Error).message).toMatch(message);
  });

  it.each([
    ['an event id', { eventId: 'x'.repeat(300) }],
    ['an empty event id', { eventId: '' }],
    ['a lone surrogate for an event id', { eventId: '\ud800' }],
    ['a customer of many code units', { customerId: '😀'.repeat(200) }],
    ['a customer', { customerId: 'x'.repeat(300) }],
    ['an empty customer', { customerId: '' }],
  ])('refuses %s that the writer would not take', async (_, options) => {
    expect(await refusalOf((track) => track('custom', {}, options))).toBeInstanceOf(TypeError);
  });

  it('takes 50 events a request, and no more', async () => {
    const refusal = await refusalOf((track) => {
      for (let index = 0; index < 51; index++) track('custom', { index });
    });
    expect(refusal).toMatchObject({ message: 'footfall: more than 50 events tracked' });
  });

  it('sends nothing that the writer would refuse, however much is tracked', async () => {
    const { deps, events } = await tracking((track) => {
      for (let index = 0; index < 50; index++) track('custom', { text: 'é'.repeat(8_000) });
    });
    expect(events).toHaveLength(50);
    for (const message of deps.messages)
      expect(parseMessage(JSON.stringify(message))).toMatchObject({ ok: true });
  });
});
