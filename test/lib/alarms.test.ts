import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_ROUTES } from '../../functions/routes.ts';
import { ALARMS, RUNBOOK } from '../../lib/alarms/alarmTable.ts';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import {
  builtFunctions,
  deployment,
  GIVEN_CACHE,
  type Resource,
  SHOP,
  type SynthesisedPart,
} from './deployment.ts';

const SECOND = { ...SHOP, id: 'second', host: 't.second.example', origins: ['https://second.example'] };

/** Two deployments in one account may have sites of the same id. */
const DEPLOYMENT = { Name: 'Deployment', Value: { Ref: 'AWS::StackName' } };

describe('the alarms', () => {
  const bundles = builtFunctions();
  let app: SynthesisedPart;
  beforeAll(() => {
    app = deployment({
      bundles,
      context: { alarmEmail: 'ops@shop.example' },
      sites: [SHOP, SECOND],
    }).part('App');
  });
  const alarmsOf = (slug: string): Resource[] =>
    app
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.AlarmDescription.endsWith(` See ${RUNBOOK}#${slug}`));

  it.each(Object.values(ALARMS).map((entry) => [entry.title, entry] as const))(
    '%s: is there, says what it means and where the runbook goes on, and is told',
    (title, { slug, means }) => {
      const alarms = alarmsOf(slug);
      expect(alarms.length).toBeGreaterThan(0);
      const [topic] = app.resources('AWS::SNS::Topic');
      for (const { Properties } of alarms) {
        expect(Properties.AlarmDescription).toContain(title);
        expect(Properties.AlarmDescription).toContain(means);
        expect(Properties.AlarmActions).toEqual([{ Ref: topic?.id }]);
      }
    },
  );

  it('there is none that the table does not know', () => {
    const known = Object.values(ALARMS).flatMap(({ slug }) => alarmsOf(slug));
    expect(app.resources('AWS::CloudWatch::Alarm')).toHaveLength(known.length);
  });

  it('there is one for each function and site where that tells more', () => {
    const counts = Object.fromEntries(
      Object.entries(ALARMS).map(([id, { slug }]) => [id, alarmsOf(slug).length]),
    );
    expect(counts).toMatchObject({
      deadLetters: 1,
      throttles: Object.keys(FUNCTIONS).length,
      requestErrors: Object.keys(FUNCTION_ROUTES).length,
      aggregatorErrors: 2,
      dayNotAggregated: 2,
      crossSite: 2,
    });
  });

  it.each([
    [
      'deadLetters',
      { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, TreatMissingData: 'notBreaching' },
    ],
    ['oldestMessage', { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 300 }],
    ['writerErrors', { Namespace: 'AWS/Lambda', MetricName: 'Errors', Threshold: 1 }],
    [
      'dayNotAggregated',
      {
        Namespace: 'Footfall',
        MetricName: 'DaysBehind',
        Statistic: 'Maximum',
        Threshold: 1,
        // Where the minute aggregator does not run, nobody tells it.
        TreatMissingData: 'breaching',
      },
    ],
    ['crossSite', { Namespace: 'Footfall', MetricName: 'CrossSiteShare', Threshold: 5 }],
    [
      'cacheDown',
      {
        Namespace: 'Footfall',
        MetricName: 'CacheDown',
        Dimensions: [DEPLOYMENT],
        Threshold: 1,
        EvaluationPeriods: 3,
      },
    ],
  ] as const)('%s watches %o', (id, properties) => {
    for (const { Properties } of alarmsOf(ALARMS[id].slug)) {
      expect(Properties).toMatchObject({
        ...properties,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
  });

  it('each site is watched under its own name, in this deployment', () => {
    const sites = alarmsOf(ALARMS.dayNotAggregated.slug).map(({ Properties }) => Properties.Dimensions);
    expect(sites).toEqual([
      [DEPLOYMENT, { Name: 'Site', Value: 'shop' }],
      [DEPLOYMENT, { Name: 'Site', Value: 'second' }],
    ]);
  });

  it('the minute aggregator tells its metrics under the same name', () => {
    const [minute] = app
      .resources('AWS::Lambda::Function')
      .filter(({ id }) => id.startsWith('minuteFunction'));
    expect(minute?.Properties.Environment.Variables.DEPLOYMENT).toEqual(DEPLOYMENT.Value);
  });

  it('errors are counted in the log of every function, as Powertools writes them', () => {
    const filters = app.resources('AWS::Logs::MetricFilter');
    expect(filters).toHaveLength(Object.keys(FUNCTIONS).length);
    expect(new Set(filters.map(({ Properties }) => Properties.FilterPattern))).toEqual(
      new Set(['{ ($.level = "ERROR") || ($.level = "CRITICAL") }']),
    );
    const [alarm] = alarmsOf(ALARMS.loggedErrors.slug);
    for (const { Properties } of filters) {
      const [{ MetricName, MetricNamespace }] = Properties.MetricTransformations;
      expect([MetricNamespace, MetricName]).toEqual([
        alarm?.Properties.Namespace,
        alarm?.Properties.MetricName,
      ]);
    }
  });

  it('are sent to the given address, over TLS only, by this account’s CloudWatch', () => {
    expect(app.only('AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@shop.example',
    });
    expect(app.only('AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });

  it('every slug is one heading’s own', () => {
    const slugs = Object.values(ALARMS).map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('there is one dashboard', () => {
    const dashboard = JSON.stringify(app.only('AWS::CloudWatch::Dashboard').Properties);
    for (const metric of ['DaysBehind', 'CrossSiteShare', 'CacheDown']) {
      expect(dashboard).toMatch(
        new RegExp(`${metric}[^A-Za-z]+Deployment[^A-Za-z]+Ref[^A-Za-z]+AWS::StackName`),
      );
    }
  });
});

describe('of a cache that is not ours', () => {
  it('there is no alarm but that it does not answer', () => {
    const app = deployment({
      bundles: builtFunctions(),
      context: GIVEN_CACHE,
    });
    const alarms = app.resources('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(alarms.map(({ Namespace }) => Namespace)).not.toContain('AWS/ElastiCache');
    expect(alarms.map(({ MetricName }) => MetricName)).toContain('CacheDown');
  });
});
