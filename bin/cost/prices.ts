/** Where a deployment runs; `us-east-1` is what the goals are of. */
export const REGIONS = ['us-east-1', 'eu-central-1'] as const;
export type Region = (typeof REGIONS)[number];

/** A list price in US dollars, without free tiers, savings plans or volume discounts. */
export interface Price {
  readonly what: string;
  /** What `usd` is for; quantities are given in it. */
  readonly unit: string;
  readonly usd: { readonly [R in Region]: number };
  /** The page that it is listed on. */
  readonly page: string;
  /** Year and month in which the list was known to say so. */
  readonly asOf: string;
}

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const API_GATEWAY = 'https://aws.amazon.com/api-gateway/pricing/';
const CLOUDFRONT = 'https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/';
const EC2 = 'https://aws.amazon.com/ec2/pricing/on-demand/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const VPC = 'https://aws.amazon.com/vpc/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';

/** The newest lists that were at hand when this was written. Nothing here is fetched: check them before you plan by them. */
const AS_OF = '2025-11';

const price = (what: string, unit: string, usEast1: number, euCentral1: number, page: string): Price => ({
  what,
  unit,
  usd: { 'us-east-1': usEast1, 'eu-central-1': euCentral1 },
  page,
  asOf: AS_OF,
});

/**
 * The first tier of each list. Those of CloudFront are by the visitor's place, not the deployment's: North America stands under
 * `us-east-1`, Europe under `eu-central-1`.
 */
export const PRICES = {
  cloudFrontRequests: price('CloudFront, HTTPS requests', 'million', 1.0, 1.2, CLOUDFRONT),
  cloudFrontFunctions: price('CloudFront Functions, runs', 'million', 0.1, 0.1, CLOUDFRONT),
  cloudFrontOut: price('CloudFront, to the visitor', 'GB', 0.085, 0.085, CLOUDFRONT),
  cloudFrontToOrigin: price('CloudFront, to the origin', 'GB', 0.02, 0.02, CLOUDFRONT),
  internetOut: price('API Gateway, to the visitor', 'GB', 0.09, 0.09, EC2),
  httpApiRequests: price('HTTP API, requests', 'million', 1.0, 1.2, API_GATEWAY),
  restApiRequests: price('REST API, requests', 'million', 3.5, 3.7, API_GATEWAY),
  lambdaRequests: price('Lambda, requests', 'million', 0.2, 0.2, LAMBDA),
  lambdaGbSeconds: price('Lambda on arm64, time', 'million GB-s', 13.3334, 13.3334, LAMBDA),
  sqsRequests: price('SQS standard, requests', 'million', 0.4, 0.4, 'https://aws.amazon.com/sqs/pricing/'),
  natHours: price('NAT gateway', 'hour', 0.045, 0.052, VPC),
  natData: price('NAT gateway, data', 'GB', 0.045, 0.052, VPC),
  publicIpv4Hours: price('Public IPv4 address', 'hour', 0.005, 0.005, VPC),
  endpointHours: price(
    'Interface endpoint in a zone',
    'hour',
    0.01,
    0.012,
    'https://aws.amazon.com/privatelink/pricing/',
  ),
  endpointData: price(
    'Interface endpoint, data',
    'GB',
    0.01,
    0.01,
    'https://aws.amazon.com/privatelink/pricing/',
  ),
  crossZoneData: price('Between zones, both ways', 'GB', 0.02, 0.02, EC2),
  publicAddressData: price('To a public address in the region', 'GB', 0.01, 0.01, EC2),
  cacheMicroHours: price(
    'ElastiCache for Valkey, cache.t4g.micro',
    'hour',
    0.0128,
    0.0152,
    'https://aws.amazon.com/elasticache/pricing/',
  ),
  dynamoWrites: price('DynamoDB, write request units', 'million', 0.625, 0.7625, DYNAMODB),
  dynamoReads: price('DynamoDB, read request units', 'million', 0.125, 0.1525, DYNAMODB),
  dynamoStorage: price('DynamoDB, storage and point-in-time recovery', 'GB', 0.45, 0.5508, DYNAMODB),
  logsIn: price('CloudWatch Logs, taken in', 'GB', 0.5, 0.63, CLOUDWATCH),
  logsKept: price('CloudWatch Logs, kept', 'GB', 0.03, 0.0324, CLOUDWATCH),
  alarms: price('CloudWatch alarm', 'alarm', 0.1, 0.1, CLOUDWATCH),
  customMetrics: price('CloudWatch metric of our own', 'metric', 0.3, 0.3, CLOUDWATCH),
  dashboards: price('CloudWatch dashboard', 'dashboard', 3, 3, CLOUDWATCH),
  traces: price('X-Ray, traces recorded', 'million', 5, 5, 'https://aws.amazon.com/xray/pricing/'),
  secrets: price('Secrets Manager', 'secret', 0.4, 0.4, 'https://aws.amazon.com/secrets-manager/pricing/'),
} as const satisfies { readonly [name: string]: Price };

export type PriceName = keyof typeof PRICES;

/** A dedicated cluster of MongoDB Atlas on AWS: three nodes, with the storage that is in the price. */
export interface AtlasTier {
  readonly name: string;
  /** From: some regions ask for more. */
  readonly usdAnHour: number;
  readonly storageGb: number;
}

export const ATLAS = {
  page: 'https://www.mongodb.com/pricing',
  asOf: AS_OF,
  tiers: [
    { name: 'M10', usdAnHour: 0.08, storageGb: 10 },
    { name: 'M20', usdAnHour: 0.2, storageGb: 20 },
    { name: 'M30', usdAnHour: 0.54, storageGb: 40 },
  ] satisfies readonly AtlasTier[],
} as const;
