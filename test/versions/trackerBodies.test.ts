import { describe, expect, test } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { SessionEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { eventsOf, testBrowser, testDependencies } from '../support/testShop.ts';
import { buildTracker } from '../web/buildTracker.ts';
import { recordings, visitorOf } from './recordings.ts';
import { RECORDED } from './recordingTerms.ts';
import { trackerBodies } from './trackerBodies.ts';

const byBrowser = (events: readonly SessionEvent[]): SessionEvent[] =>
  events.filter(({ source }) => source === 'browser');

const tracked = async (bodies: readonly string[], atMs: number) => {
  const deps = testDependencies();
  deps.clock.nowMs = atMs;
  const browser = testBrowser(createHandler(deps));
  const answers = [];
  for (const body of bodies) answers.push(await browser.track(body));
  return { answers, events: byBrowser(eventsOf(deps)) };
};

describe.each(recordings)(
  'the tracker of $release, still in a page',
  ({ trackerBodies: bodies, messages }) => {
    const first = JSON.parse(bodies[0] ?? '');
    const of = new Set(
      bodies.flatMap((body) => JSON.parse(body).events.map((one: { eventId: string }) => one.eventId)),
    );

    test('is told 200, and each event of it means what it meant', async () => {
      const { answers, events } = await tracked(bodies, first.sentAt);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(bodies.map(() => 200));
      const meant = messages
        .map((body) => JSON.parse(body) as QueueMessage)
        .flatMap((message) => byBrowser(message.events))
        .filter(({ id }) => of.has(id.split(':')[2] ?? ''));
      expect(meant).toHaveLength(of.size);
      expect(events).toEqual(meant);
    });

    test('may be followed by one that tells more: what is not known is left out, the event counts', async () => {
      const more = JSON.stringify({
        ...first,
        build: 7,
        events: first.events.map((event: object) => ({ ...event, viewport: 'wide' })),
      });
      const plain = await tracked([JSON.stringify(first)], first.sentAt);
      const { answers, events } = await tracked([more], first.sentAt);
      expect(answers[0]?.statusCode).toBe(200);
      expect(events).toEqual(plain.events);
    });
  },
);

test.each(recordings)(
  'the page view that a server of $release hands over is the tracker’s own first one',
  async (recording) => {
    const handed = visitorOf(recording, 'server page')
      .setCookies?.find((cookie) => cookie.startsWith('footfall_pv='))
      ?.split(/[=;]/, 2)[1];
    const [body = ''] = await trackerBodies(await buildTracker(), RECORDED.endedAtMs, {
      cookies: [`footfall_pv=${handed}`],
    });
    expect(handed).toMatch(/^[\w-]{16,}$/);
    expect(JSON.parse(body).events[0]).toMatchObject({ eventType: 'page_view', eventId: handed });
  },
);
