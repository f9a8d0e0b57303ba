import { Aws, CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { removalPolicyOf } from './removalPolicyOf.ts';

export interface Queues {
  /** What happened, from the request functions to the writer. */
  readonly events: Queue;
  /** Messages that nobody could process. */
  readonly deadLetters: Queue;
  /** Runs of a schedule that could not be handed to their function. */
  readonly scheduleDeadLetters: Queue;
}

/** The queues, as the writer's settings have them. */
export const createQueues = (scope: Construct, { keepData }: { readonly keepData: boolean }): Queues => {
  const common = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: removalPolicyOf({ keepData }),
  } satisfies QueueProps;
  const letters = { ...common, retentionPeriod: Duration.days(QUEUE_SETTINGS.deadLetterRetentionDays) };

  const deadLetters = new Queue(scope, 'DeadLetters', letters);
  const events = new Queue(scope, 'Events', {
    ...common,
    retentionPeriod: Duration.days(QUEUE_SETTINGS.retentionDays),
    visibilityTimeout: Duration.seconds(QUEUE_SETTINGS.visibilityTimeoutSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: QUEUE_SETTINGS.maxReceiveCount },
  });
  const scheduleDeadLetters = new Queue(scope, 'ScheduleDeadLetters', letters);
  // The rules are in another stack, which needs this one: their account stands for them.
  scheduleDeadLetters.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [scheduleDeadLetters.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  acknowledge(
    scheduleDeadLetters,
    'AwsSolutions-SQS3',
    'It is a dead-letter queue itself: of the schedules, which are in another stack.',
  );

  for (const [id, { queueUrl }] of [
    ['QueueUrl', events],
    ['DeadLetterQueueUrl', deadLetters],
    ['ScheduleDeadLetterQueueUrl', scheduleDeadLetters],
  ] as const) {
    new CfnOutput(scope, id, { value: queueUrl });
  }
  return { events, deadLetters, scheduleDeadLetters };
};
