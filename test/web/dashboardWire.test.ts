import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type BreakdownAnswer,
  breakdownOperation,
} from '../../src/analytics/operations/breakdownOperation.ts';
import { type DailyAnswer, dailyOperation } from '../../src/analytics/operations/dailyOperation.ts';
import { type FunnelAnswer, funnelOperation } from '../../src/analytics/operations/funnelOperation.ts';
import { type QualityAnswer, qualityOperation } from '../../src/analytics/operations/qualityOperation.ts';
import { type RealtimeAnswer, realtimeOperation } from '../../src/analytics/operations/realtimeOperation.ts';
import {
  type RetentionAnswer,
  retentionOperation,
} from '../../src/analytics/operations/retentionOperation.ts';
import { meOperation } from '../../src/analytics/operations/staffOperations.ts';
import { type SummaryAnswer, summaryOperation } from '../../src/analytics/operations/summaryOperation.ts';
import { type BotsAnswer, botsOperation } from '../../src/people/bots/botsOperation.ts';
import { overruleOperation } from '../../src/people/bots/overruleOperation.ts';
import { type CoverageAnswer, coverageOperation } from '../../src/people/operations/coverageOperation.ts';
import { type DevicesAnswer, devicesOperation } from '../../src/people/operations/devicesOperation.ts';
import { type ExploreAnswer, exploreOperation } from '../../src/people/operations/exploreOperation.ts';
import { type JourneyAnswer, journeyOperation } from '../../src/people/operations/journeyOperation.ts';
import { type VisitorsAnswer, visitorsOperation } from '../../src/people/operations/visitorsOperation.ts';
import {
  botsUrl,
  breakdownUrl,
  coverageUrl,
  dailyUrl,
  devicesUrl,
  exploreUrl,
  funnelUrl,
  journeyUrl,
  overruleUrl,
  qualityUrl,
  realtimeUrl,
  retentionUrl,
  type Subject,
  summaryUrl,
  visitorsUrl,
} from '../../web/dashboard/data/endpoints.ts';
import type * as wire from '../../web/dashboard/wire.ts';
import { analyticsAnswer, NOW, SITES } from './dashboardAnswers.ts';
import { VISITOR } from './dashboardJourney.ts';

const email = { dimension: 'channel', value: 'Email' } as const;
const subject = (...filters: wire.Filter[]): Subject => ({
  site: 'wool.example',
  from: '2026-11-01',
  to: '2026-11-22',
  compare: 'previous',
  filters,
});

describe('the dashboard and the API speak of the same: ', () => {
  test.each([
    [summaryOperation, summaryUrl(subject(email))],
    [summaryOperation, summaryUrl({ ...subject(), compare: 'none' })],
    [dailyOperation, dailyUrl(subject(email), 'day')],
    [dailyOperation, dailyUrl({ ...subject(), from: '2026-11-21' }, 'hour')],
    [breakdownOperation, breakdownUrl(subject(), 'landingPage', { sort: 'revenue', limit: 8 })],
    [funnelOperation, funnelUrl(subject(email))],
    [retentionOperation, retentionUrl(subject(), 'week')],
    [qualityOperation, qualityUrl(subject())],
    [botsOperation, botsUrl(subject())],
    [realtimeOperation, realtimeUrl('wool.example')],
    [exploreOperation, exploreUrl(subject(email, { dimension: 'device', value: 'mobile' }), 'os')],
    [devicesOperation, devicesUrl(subject())],
    [coverageOperation, coverageUrl(subject())],
    [journeyOperation, journeyUrl('wool.example', VISITOR)],
    [visitorsOperation, visitorsUrl('wool.example')],
  ])('$path: $1', ({ path, query, answer }, url) => {
    const asked = new URL(url, 'https://shop.example');
    expect(asked.pathname.replace(VISITOR, '{visitorOrCustomerId}')).toBe(path);
    const parameters = Object.fromEntries(
      [...asked.searchParams.keys()].map((name) => {
        const [first, ...more] = asked.searchParams.getAll(name);
        return [name, path.endsWith('/explore') && name === 'filter' ? [first, ...more] : first];
      }),
    );
    expect(v.safeParse(query as v.GenericSchema, parameters).issues).toBeUndefined();
    const told = analyticsAnswer(asked.pathname.slice('/api/analytics/'.length), asked.searchParams);
    expect(v.safeParse(answer as v.GenericSchema, told).issues).toBeUndefined();
  });

  test('what the API answers can be read as what the dashboard expects', () => {
    expectTypeOf<SummaryAnswer>().toExtend<wire.Summary>();
    expectTypeOf<DailyAnswer>().toExtend<wire.Daily>();
    expectTypeOf<BreakdownAnswer>().toExtend<wire.Breakdown>();
    expectTypeOf<FunnelAnswer>().toExtend<wire.Funnel>();
    expectTypeOf<RetentionAnswer>().toExtend<wire.Retention>();
    expectTypeOf<QualityAnswer>().toExtend<wire.QualityReport>();
    expectTypeOf<BotsAnswer>().toExtend<wire.BotReport>();
    expectTypeOf<RealtimeAnswer>().toExtend<wire.Realtime>();
    expectTypeOf<ExploreAnswer>().toExtend<wire.Explore>();
    expectTypeOf<DevicesAnswer>().toExtend<wire.Devices>();
    expectTypeOf<CoverageAnswer>().toExtend<wire.Coverage>();
    expectTypeOf<JourneyAnswer>().toExtend<wire.Journey>();
    expectTypeOf<VisitorsAnswer>().toExtend<wire.LatestVisitors>();
  });

  test('the staff’s word', () => {
    const asked = new URL(overruleUrl('wool.example'), 'https://shop.example');
    expect(asked.pathname).toBe(overruleOperation.path);
    expect(
      v.safeParse(overruleOperation.query, Object.fromEntries(asked.searchParams)).issues,
    ).toBeUndefined();
    const body = { sessionId: 's1', bot: false };
    expect(v.safeParse(overruleOperation.body, body).issues).toBeUndefined();
  });

  test('who is in', () => {
    expect(v.safeParse(meOperation.answer, { sites: SITES, now: NOW }).issues).toBeUndefined();
  });
});
