import { type AwsCalls, type AwsCallsOptions, type AwsService, awsCalls } from '../aws/awsCalls.ts';

const SQS: AwsService = { name: 'sqs', target: 'AmazonSQS', jsonVersion: '1.0' };

/** @param options.endpoint see `sqsEndpoint` */
export const sqsCalls = (options: AwsCallsOptions): AwsCalls => awsCalls(SQS, options);
