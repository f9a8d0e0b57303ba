import { describe, expect, it } from 'vitest';
import { builtFunctions, deployment } from './deployment.ts';

describe('a schedule', () => {
  const app = deployment({ bundles: builtFunctions() }).part('App');

  it.each([
    ['minute', 'rate(1 minute)', 60],
    ['midnight', 'rate(5 minutes)', 300],
  ])('of %s has what cannot be handed to its function in the dead letters', (name, rate, ageSeconds) => {
    const rule = app
      .resources('AWS::Events::Rule')
      .find(({ Properties }) => JSON.stringify(Properties.Targets).includes(`"${name}Function`));
    expect(rule?.Properties).toMatchObject({
      ScheduleExpression: rate,
      State: 'ENABLED',
      Targets: [
        {
          DeadLetterConfig: { Arn: { 'Fn::ImportValue': expect.stringContaining('ScheduleDeadLetters') } },
          RetryPolicy: { MaximumEventAgeInSeconds: ageSeconds, MaximumRetryAttempts: 1 },
        },
      ],
    });
  });

  it.each([
    ['minute', 60],
    ['midnight', 300],
  ])(
    'leaves what a run of %s did not do to the next, and counts it as an error alone',
    (name, ageSeconds) => {
      const [settings, ...others] = app
        .resources('AWS::Lambda::EventInvokeConfig')
        .filter(({ Properties }) => Properties.FunctionName.Ref.startsWith(`${name}Function`));
      expect(others).toEqual([]);
      expect(settings?.Properties).toMatchObject({
        MaximumEventAgeInSeconds: ageSeconds,
        MaximumRetryAttempts: 0,
      });
      expect(settings?.Properties).not.toHaveProperty('DestinationConfig');
    },
  );
});
