import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from './startCloud.ts';

/** Clients of the account, of which a person at a console would use the like. @param endpoint the account's */
export const awsClients = (endpoint: string) => {
  const options = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    cloudformation: new CloudFormationClient(options),
    cloudfront: new CloudFrontClient(options),
    dynamodb: new DynamoDBClient(options),
    eventbridge: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    secrets: new SecretsManagerClient(options),
    sqs: new SQSClient(options),
  };
};
export type AwsClients = ReturnType<typeof awsClients>;
