import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * A client of SQS where the SDK's own settings say. By itself the SDK prefers the host of a queue's URL over `AWS_ENDPOINT_URL`, and
 * the host that an emulator names there need not resolve where its functions run.
 */
export const connectSqs = (): SQSClient => new SQSClient({ useQueueUrlAsEndpoint: false });
