import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import type { RequestInShort } from '../support/apiGatewayEvents.ts';
import { eventsOf, testBrowser, testDependencies } from '../support/testShop.ts';

const RUNS = { numRuns: 300 };

const deps = testDependencies();
const handler = createHandler(deps);

/** Sends it from a new browser and sees what must hold of every answer, whatever was sent. */
const send = async (body: string, request: RequestInShort = {}): Promise<number> => {
  deps.messages.length = 0;
  const { statusCode, body: text } = await testBrowser(handler).track(body, request);
  const answer = JSON.parse(text ?? '');
  if (statusCode === 200) {
    expect(deps.messages).toHaveLength(1);
    const parsed = parseMessage(JSON.stringify(deps.messages[0]));
    expect(parsed).toMatchObject({ ok: true });
    const told = eventsOf(deps).filter(({ type }) => type !== 'session_started');
    expect(told).toHaveLength(answer.accepted);
    for (const { source } of told) expect(source).toBe('browser');
  } else {
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(statusCode).toBeLessThan(500);
    expect(answer.error.message).toMatch(/\.$/);
    expect(answer.error.message).not.toMatch(/Invalid|Expected|received|undefined|\[object/);
    expect(deps.messages).toEqual([]);
  }
  expect(deps.log.lines).toEqual([]);
  return statusCode;
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '/',
    '/a',
    'https://shop.example/?utm_source=x&gclid=1',
    '\ud800',
    '\0\r\n',
    '__proto__',
    '$where',
    '%',
    '//',
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1e308, -1, 2 ** 53, 1.5, 253_402_300_799_999, Number.MAX_SAFE_INTEGER),
);
const key = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('priceMinor', '$ne', 'a.b', '__proto__', 'ok'),
);
const anything = fc.oneof(text, number, fc.constant(null), fc.boolean(), fc.jsonValue({ maxDepth: 3 }));

/** Nearly an event: each field right as often as it is wrong. */
const event = fc.record(
  {
    eventType: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('page_view', 'add_to_cart', 'x:y.z-1', 'session_started') },
      anything,
    ),
    path: fc.oneof({ weight: 6, arbitrary: text.map((rest) => `/${rest}`) }, anything),
    url: fc.oneof({ weight: 4, arbitrary: text }, anything),
    title: fc.oneof({ weight: 4, arbitrary: text }, anything),
    referrer: fc.oneof({ weight: 4, arbitrary: text }, anything),
    eventId: fc.oneof({ weight: 8, arbitrary: fc.stringMatching(/^[\w-]{1,64}$/) }, anything),
    occurredAt: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.oneof(
          number,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
      },
      anything,
    ),
    engagedMs: fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 90_000_000 }) }, anything),
    properties: fc.oneof({ weight: 6, arbitrary: fc.dictionary(key, anything, { maxKeys: 4 }) }, anything),
    sentAt: fc.oneof({ weight: 4, arbitrary: number }, anything),
    nonce: anything,
    surprise: anything,
  },
  { requiredKeys: ['eventType', 'path'] },
);

describe('whatever is posted to /track is answered by 200 or by a clear refusal', () => {
  it('if it is any text at all', async () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.json(),
      fc.constantFrom('{', '[', '"', '\ufeff{}'),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (sent, base64) => {
        await send(sent, { base64 });
      }),
      RUNS,
    );
  });

  it('if it is any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await send(JSON.stringify(value));
      }),
      RUNS,
    );
  });

  it('if it is nearly an event; and what is accepted is what the writer takes', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(event, async (sent) => {
        statuses.add(await send(JSON.stringify(sent)));
      }),
      { numRuns: 600 },
    );
    expect([...statuses].sort()).toEqual([200, 400]);
  });

  it('if it is nearly a batch', async () => {
    const batch = fc.record({
      events: fc.oneof({ weight: 8, arbitrary: fc.array(event, { maxLength: 3 }) }, anything),
      sentAt: fc.oneof(number, anything),
    });
    await fc.assert(
      fc.asyncProperty(batch, async (sent) => {
        await send(JSON.stringify(sent));
      }),
      RUNS,
    );
  });

  it('if its headers are anything', async () => {
    const header = fc.constantFrom(
      ...[
        'origin',
        'host',
        'content-type',
        'user-agent',
        'referer',
        'cookie',
        'x-footfall-nonce',
        'sec-fetch-dest',
      ],
      ...[
        'x-footfall-origin-secret',
        'x-footfall-host',
        'cloudfront-viewer-address',
        '__proto__',
        'sec-ch-ua',
        'dnt',
      ],
    );
    const headers = fc.dictionary(header, text, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(headers, async (sent) => {
        await send('{"eventType":"page_view","path":"/"}', { headers: sent });
      }),
      RUNS,
    );
  });
});
