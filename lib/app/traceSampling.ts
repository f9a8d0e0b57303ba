import { Fn, Stack } from 'aws-cdk-lib';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';

/** Before X-Ray's own rule (10000), which traces one request a second and 5 % of the rest. */
const PRIORITY = 1_000;

/** Each of the functions' names begins with this: CloudFormation calls them after their stack and their place in it. */
const functionPrefix = (scope: Construct, stack: Stack): string =>
  scope.node.scopes
    .slice(stack.node.scopes.length)
    .map(({ node }) => node.id.replaceAll(/[^A-Za-z0-9]/g, ''))
    .join('');

/** How many of the requests to the functions of this place X-Ray traces. */
export const sampleTraces = (scope: Construct, percent: number): void => {
  const stack = Stack.of(scope);
  // A name of at most 32 characters that no other stack of the account has: by the stack's own id.
  const stackId = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', stack.stackId))));
  new CfnSamplingRule(scope, 'TraceSampling', {
    samplingRule: {
      version: 1,
      ruleName: Fn.join('-', ['footfall', stackId, scope.node.addr.slice(-6)]),
      priority: PRIORITY,
      fixedRate: percent / 100,
      reservoirSize: 0,
      serviceName: `${stack.stackName}-${functionPrefix(scope, stack)}*`,
      serviceType: '*',
      host: '*',
      httpMethod: '*',
      urlPath: '*',
      resourceArn: '*',
    },
  });
};
