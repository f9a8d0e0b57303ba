import { Duration } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The next run does what this one left, so that a late one is of no use; 60 s is the least that EventBridge and Lambda take. */
const RETRIES = 1;

/** A rule that runs a function every so many minutes; what does not come about goes to the dead letters, whoever gave it up. */
export const createSchedule = (
  scope: Construct,
  id: string,
  {
    what,
    lambda,
    everyMinutes,
    deadLetters,
  }: {
    readonly what: string;
    readonly lambda: LambdaFunction;
    readonly everyMinutes: number;
    readonly deadLetters: IQueue;
  },
): CfnRule => {
  const rule = new CfnRule(scope, id, {
    description: what,
    scheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
    state: 'ENABLED',
    targets: [
      {
        id: 'function',
        arn: lambda.functionArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: RETRIES, maximumEventAgeInSeconds: everyMinutes * 60 },
      },
    ],
  });
  lambda.addPermission('Schedule', {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
  });
  lambda.configureAsyncInvoke({
    retryAttempts: RETRIES,
    maxEventAge: Duration.minutes(everyMinutes),
    // CDK's own destination would let the function ask after the queue, too.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
  lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
  );
  return rule;
};
