import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { Network } from '../network/createNetwork.ts';
import { functionCode } from './functionCode.ts';
import type { FunctionSpec } from './functionTable.ts';
import type { SharedPolicies } from './sharedPolicies.ts';
import { environmentOf, statementsOf, type Uses } from './uses.ts';

/** A function, with the log group that is its own. */
export interface DeployedFunction {
  readonly lambda: LambdaFunction;
  readonly logs: LogGroup;
}

const networkOf = ({ cache, record }: FunctionSpec, network: Network) =>
  cache || record
    ? {
        vpc: network.vpc,
        vpcSubnets: network.subnets,
        securityGroups: [cache ? network.sessionSecurityGroup : network.recordSecurityGroup],
      }
    : {};

/** One function of the table, with a role and a log group of its own. */
export const createFunction = (
  scope: Construct,
  spec: FunctionSpec,
  {
    config,
    network,
    uses,
    policies,
  }: {
    readonly config: DeployConfig;
    readonly network: Network;
    readonly uses: Uses;
    readonly policies: SharedPolicies;
  },
): DeployedFunction => {
  const place = new Construct(scope, spec.name);
  const where = networkOf(spec, network);
  const role = new Role(place, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [
      ...('vpc' in where ? [policies.networkInterfaces] : []),
      ...(policies.traces ? [policies.traces] : []),
    ],
  });
  const logs = new LogGroup(place, 'Logs', {
    retention: config.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  logs.grantWrite(role);
  for (const statement of statementsOf(spec, uses)) role.addToPolicy(statement);
  const lambda = new LambdaFunction(place, 'Function', {
    description: `Footfall: ${spec.what}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: functionCode(place, spec.name, config),
    handler: 'handler.handler',
    memorySize: spec.memoryMb,
    timeout: Duration.seconds(spec.timeoutSeconds),
    role,
    ...where,
    environment: { POWERTOOLS_LOG_LEVEL: 'WARN', ...environmentOf(spec, uses) },
    logGroup: logs,
    // As JSON, Lambda's own three lines a call can be left out: they would be most of what is logged.
    loggingFormat: LoggingFormat.JSON,
    systemLogLevelV2: SystemLogLevel.WARN,
  });
  if (policies.traces) {
    // By `tracing`, CDK would give each role a statement of its own on everything.
    (lambda.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
  }
  return { lambda, logs };
};
