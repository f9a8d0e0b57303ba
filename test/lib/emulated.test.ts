import { describe, expect, it } from 'vitest';
import { builtFunctions, deployment, EMULATED } from './deployment.ts';

/** What the emulators that we deploy to have (MiniStack 1.5.33; all but CloudFront and ElastiCache: LocalStack 4.14). */
const SERVICES = {
  ApiGateway: ['RestApi', 'Resource', 'Method', 'Deployment', 'Stage'],
  ApiGatewayV2: ['Api', 'Integration', 'Route', 'Stage'],
  CloudFront: ['CachePolicy', 'Distribution', 'Function', 'ResponseHeadersPolicy'],
  CloudWatch: ['Alarm', 'Dashboard'],
  DynamoDB: ['Table'],
  EC2: ['RouteTable', 'SecurityGroup', 'Subnet', 'SubnetRouteTableAssociation', 'VPC', 'VPCEndpoint'],
  ElastiCache: ['ReplicationGroup', 'SubnetGroup'],
  Events: ['Rule'],
  IAM: ['ManagedPolicy', 'Policy', 'Role'],
  Lambda: ['EventInvokeConfig', 'EventSourceMapping', 'Function', 'Permission'],
  Logs: ['LogGroup', 'MetricFilter'],
  SNS: ['Subscription', 'Topic', 'TopicPolicy'],
  SQS: ['Queue', 'QueuePolicy'],
  SecretsManager: ['Secret'],
} as const;
const KNOWN: readonly string[] = Object.entries(SERVICES).flatMap(([service, types]) =>
  types.map((type) => `AWS::${service}::${type}`),
);

describe('egress=none', () => {
  it.each([
    {},
    { api: 'rest', cdn: 'none', cache: 'redis://redis:6379' },
    { alarmEmail: 'ops@shop.example', storefront: 'off' },
  ])('with %o needs nothing that emulators lack', (context) => {
    const { resources } = deployment({ bundles: builtFunctions(), context: { ...EMULATED, ...context } });
    const lacking = new Set(resources().map(({ Type }) => Type));
    for (const type of KNOWN) lacking.delete(type);
    expect([...lacking]).toEqual([]);
  });

  it('has no metric math in an alarm, which emulators do not reckon', () => {
    const { resources } = deployment({ bundles: builtFunctions(), context: EMULATED });
    for (const { Properties } of resources('AWS::CloudWatch::Alarm')) {
      expect(Properties).not.toHaveProperty('Metrics');
    }
  });
});
