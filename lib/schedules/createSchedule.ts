import { Duration } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Of handing a run to Lambda; 60 s is the least that EventBridge keeps trying. */
const DELIVERY_RETRIES = 1;

/**
 * A rule that runs a function every so many minutes. What EventBridge cannot hand to Lambda goes to the dead letters. A run that fails
 * is not repeated, and is no letter: the next does what it left, and the alarm on the function's errors tells if that fails as well.
 */
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
        retryPolicy: { maximumRetryAttempts: DELIVERY_RETRIES, maximumEventAgeInSeconds: everyMinutes * 60 },
      },
    ],
  });
  lambda.addPermission('Schedule', {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
  });
  // A run that waits for its turn, because Lambda has none to give, is of no use once the next is there.
  lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(everyMinutes) });
  return rule;
};
