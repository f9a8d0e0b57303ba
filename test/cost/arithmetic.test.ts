import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atlasUsdAMonth, pageViewsThatFit } from '../../bin/cost/atlas.ts';
import { totalUsd, usdOf } from '../../bin/cost/CostLine.ts';
import { MEASURED } from '../../bin/cost/figures.ts';
import { DEFAULT_FIXED, fixedMonth } from '../../bin/cost/fixedMonth.ts';
import { billedMs, millionGbSeconds } from '../../bin/cost/lambdaTime.ts';
import { PRICES, REGIONS } from '../../bin/cost/prices.ts';
import {
  DEFAULT_SETTING,
  messagesABatch,
  millionPageViews,
  millionRequests,
  requestsAPageView,
  sqsCallsAMessage,
} from '../../bin/cost/requestPath.ts';

const [US] = REGIONS;
const MONTH_SECONDS = 730 * 3_600;

describe('Lambda', () => {
  test('waits do not shrink with memory, CPU does until a function has a core', () => {
    expect(billedMs({ waitMs: 10, cpuMs: 2, memoryMb: 1_769 })).toBe(12);
    expect(billedMs({ waitMs: 10, cpuMs: 2, memoryMb: 884.5 })).toBe(14);
    expect(billedMs({ waitMs: 10, cpuMs: 2, memoryMb: 3_538 })).toBe(12);
  });

  test('a begun millisecond is billed', () => {
    expect(billedMs({ waitMs: 0.2, cpuMs: 0.1, memoryMb: 1_769 })).toBe(1);
  });

  test('a second of a gigabyte is a GB-second', () => {
    expect(millionGbSeconds({ runs: 1_000_000, ms: 1_000, memoryMb: 1_024 })).toBe(1);
  });
});

describe('SQS', () => {
  test('a lonely message is sent, received and deleted by itself', () => {
    expect(sqsCallsAMessage(1_000, 1)).toBe(3);
  });

  test('ten and more share two calls by tens', () => {
    expect(sqsCallsAMessage(1_000, 10)).toBeCloseTo(1.2);
    expect(sqsCallsAMessage(1_000, 100)).toBeCloseTo(1.2);
  });

  test('what is over 64 KiB counts as often as it holds them, sent and received', () => {
    expect(sqsCallsAMessage(65_537, 1)).toBe(5);
  });

  test('a batch holds the message that was waited for, and what comes within the window for one of the pollers', () => {
    const setting = { requestsAMonth: 10 * MONTH_SECONDS, pollers: 5, windowSeconds: 1 };
    expect(messagesABatch(setting)).toBeCloseTo(3);
    expect(messagesABatch({ ...setting, pollers: 1 })).toBeCloseTo(11);
    expect(messagesABatch({ ...setting, requestsAMonth: 0 })).toBe(1);
    expect(messagesABatch({ ...setting, requestsAMonth: 1e6 * MONTH_SECONDS })).toBe(100);
  });
});

describe('a million requests', () => {
  test('CloudFront and the API cost their list price, a request each', () => {
    const usd = (name: string) =>
      millionRequests(DEFAULT_SETTING)
        .filter(({ price }) => price === name)
        .map((line) => usdOf(line, US));
    expect(usd('cloudFrontRequests')).toEqual([1]);
    expect(usd('httpApiRequests')).toEqual([1]);
  });

  test('without CloudFront nothing of it is paid, and the REST API replaces the HTTP API', () => {
    const prices = millionRequests({ ...DEFAULT_SETTING, cdn: 'none', api: 'rest' }).map(
      ({ price }) => price,
    );
    expect(prices.filter((price) => price.startsWith('cloudFront'))).toEqual([]);
    expect(prices).toContain('restApiRequests');
    expect(prices).not.toContain('httpApiRequests');
  });

  test('more traffic never makes a request dearer', () => {
    const usd = (requestsAMonth: number) =>
      totalUsd(millionRequests({ ...DEFAULT_SETTING, requestsAMonth }), US);
    const month = fc.integer({ min: 1, max: 10 ** 12 });
    fc.assert(
      fc.property(month, month, (a, b) => {
        // The writer's milliseconds are rounded up a batch.
        expect(usd(Math.max(a, b))).toBeLessThanOrEqual(usd(Math.min(a, b)) * 1.01);
      }),
    );
  });

  test('a page view costs the requests that the tracker sends for it', () => {
    expect(requestsAPageView(MEASURED.visits.pages)).toBe(2);
    const ratio =
      totalUsd(millionPageViews(DEFAULT_SETTING), US) / totalUsd(millionRequests(DEFAULT_SETTING), US);
    expect(ratio).toBeCloseTo(2);
  });
});

describe('a month without visitors', () => {
  const usd = (change: Partial<typeof DEFAULT_FIXED>) =>
    totalUsd(fixedMonth({ ...DEFAULT_FIXED, ...change }), US);

  test('a second NAT gateway costs its hours and those of its address', () => {
    const more = usd({ egress: { kind: 'nat', gateways: 2 } }) - usd({});
    expect(more).toBeCloseTo(730 * (PRICES.natHours.usd[US] + PRICES.publicIpv4Hours.usd[US]));
  });

  test('a cache that is given costs us neither its hours, nor the secret of its password, nor its two alarms', () => {
    const less = usd({}) - usd({ cache: 'given' });
    const { cacheMicroHours, secrets, alarms } = PRICES;
    expect(less).toBeCloseTo(730 * cacheMicroHours.usd[US] + secrets.usd[US] + 2 * alarms.usd[US]);
  });

  test('PrivateLink is paid by the hour, endpoint and zone', () => {
    const lines = fixedMonth({ ...DEFAULT_FIXED, egress: { kind: 'privatelink' } });
    expect(lines.find(({ price }) => price === 'endpointHours')?.quantity).toBe(730 * 3 * 2);
    expect(lines.map(({ price }) => price)).not.toContain('natHours');
  });
});

describe('Atlas', () => {
  const tier = { name: 'M0', usdAnHour: 1, storageGb: 1 };

  test('a tier is paid by the hour', () => expect(atlasUsdAMonth(tier)).toBe(730));

  test('its storage holds so many page views', () => {
    const views = pageViewsThatFit(tier, MEASURED.visits.pages);
    expect(views * (MEASURED.visits.pages.recordBytes.value / 4)).toBeCloseTo(1e9);
  });
});
