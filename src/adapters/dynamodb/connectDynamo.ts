import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * A client of DynamoDB that does not wait for ever, as the SDK's own would.
 * @param options whatever else the client takes: an endpoint, credentials, its number of tries
 * @param options.timeoutMs of one try; 5,000
 */
export const connectDynamo = ({
  timeoutMs = 5_000,
  ...options
}: Omit<DynamoDBClientConfig, 'requestHandler'> & { readonly timeoutMs?: number } = {}): DynamoDBClient =>
  new DynamoDBClient({
    ...options,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      httpsAgent: { keepAlive: true, maxSockets: 50 },
      httpAgent: { keepAlive: true, maxSockets: 50 },
    },
  });
