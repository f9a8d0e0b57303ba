import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge.ts';

/** The two policies whose actions AWS lets nobody bind to a resource; no other has `*` for one. */
export interface SharedPolicies {
  /** Of functions in the VPC. */
  readonly networkInterfaces: ManagedPolicy;
  /** Of all, where requests are traced. */
  readonly traces: ManagedPolicy | undefined;
}

/** Of the VPC's functions: as `AWSLambdaVPCAccessExecutionRole` has them, without its logs of everybody. */
const NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

const onEverything = (
  scope: Construct,
  id: string,
  actions: string[],
  description: string,
): ManagedPolicy => {
  const policy = new ManagedPolicy(scope, id, {
    description,
    statements: [new PolicyStatement({ actions, resources: ['*'] })],
  });
  acknowledge(policy, 'AwsSolutions-IAM5[Resource::*]', description);
  return policy;
};

export const createSharedPolicies = (
  scope: Construct,
  { isTraced }: { readonly isTraced: boolean },
): SharedPolicies => ({
  networkInterfaces: onEverything(
    scope,
    'NetworkInterfaces',
    NETWORK_INTERFACES,
    'Lambda makes and describes its network interfaces in the name of the function: they have no names before, and descriptions take no resource.',
  ),
  traces: isTraced
    ? onEverything(scope, 'Traces', TRACES, 'X-Ray takes traces for an account, not for a resource.')
    : undefined,
});
