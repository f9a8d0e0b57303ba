import { type RawCall, rawCall } from './rawCall.ts';

const EC2 = { service: 'ec2', version: '2016-11-15' } as const;
const IAM = { service: 'iam', version: '2010-05-08' } as const;
const CACHE = { service: 'elasticache', version: '2015-02-02' } as const;

/** One list a kind of thing that the stacks make. */
const LISTS: { readonly [what: string]: RawCall } = {
  vpcs: { ...EC2, action: 'DescribeVpcs' },
  subnets: { ...EC2, action: 'DescribeSubnets' },
  'security groups': { ...EC2, action: 'DescribeSecurityGroups' },
  'VPC endpoints': { ...EC2, action: 'DescribeVpcEndpoints' },
  roles: { ...IAM, action: 'ListRoles' },
  caches: { ...CACHE, action: 'DescribeReplicationGroups' },
  'cache subnets': { ...CACHE, action: 'DescribeCacheSubnetGroups' },
  topics: { service: 'sns', action: 'ListTopics', version: '2010-03-31' },
  alarms: { service: 'monitoring', action: 'DescribeAlarms', version: '2010-08-01' },
  tables: { service: 'dynamodb', target: 'DynamoDB_20120810.ListTables' },
  queues: { service: 'sqs', target: 'AmazonSQS.ListQueues' },
  secrets: { service: 'secretsmanager', target: 'secretsmanager.ListSecrets' },
  rules: { service: 'events', target: 'AWSEvents.ListRules' },
  'log groups': { service: 'logs', target: 'Logs_20140328.DescribeLogGroups' },
  functions: { service: 'lambda', path: '/2015-03-31/functions/' },
  'event sources': { service: 'lambda', path: '/2015-03-31/event-source-mappings/' },
  'HTTP APIs': { service: 'apigateway', path: '/v2/apis' },
  'REST APIs': { service: 'apigateway', path: '/restapis' },
  distributions: { service: 'cloudfront', path: '/2020-05-31/distribution' },
};

/**
 * Which of these ids the account's lists hold, by the list.
 * @param ids physical ids of a stack's resources: a name, an id, an ARN or a URL
 */
export const listedIn = async (
  awsUrl: string,
  ids: readonly string[],
): Promise<{ readonly [what: string]: readonly string[] }> => {
  const found: { [what: string]: readonly string[] } = {};
  for (const [what, call] of Object.entries(LISTS)) {
    const text = await rawCall(awsUrl, call);
    const here = ids.filter((id) => text.includes(id));
    if (here.length > 0) found[what] = here;
  }
  return found;
};
