import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge.ts';
import {
  ACCESS_LOG_FIELDS,
  API_LIMITS,
  type Api,
  type ApiOptions,
  AUTHORISED_BY_APPLICATION,
} from './Api.ts';
import { hostOf } from './hostOf.ts';

/** An HTTP API with payload 2.0: one integration and one permission a function, any method; the application answers CORS. */
export const createHttpApi = (scope: Construct, { name, functions, logRetentionDays }: ApiOptions): Api => {
  const construct = new Construct(scope, 'Api');
  const stack = Stack.of(construct);
  const api = new CfnApi(construct, 'Http', { name, protocolType: 'HTTP' });
  const logs = new LogGroup(construct, 'AccessLogs', {
    retention: logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new CfnStage(construct, 'Stage', {
    apiId: api.ref,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify({ ...ACCESS_LOG_FIELDS, route: '$context.routeKey' }),
    },
    defaultRouteSettings: {
      throttlingRateLimit: API_LIMITS.requestsPerSecond,
      throttlingBurstLimit: API_LIMITS.burst,
    },
  });
  for (const { name: id, lambda, paths } of functions) {
    const integration = new CfnIntegration(construct, `${id}Integration`, {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
    });
    lambda.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: stack.formatArn({ service: 'execute-api', resource: api.ref, resourceName: '*' }),
    });
    for (const path of paths) {
      new CfnRoute(construct, `${id} ${path.replaceAll('/', '|')}`, {
        apiId: api.ref,
        routeKey: `ANY ${path}`,
        target: `integrations/${integration.ref}`,
        authorizationType: 'NONE',
      });
    }
  }
  acknowledge(construct, 'AwsSolutions-APIG4', AUTHORISED_BY_APPLICATION);
  return {
    url: api.attrApiEndpoint,
    origin: { host: hostOf(api.attrApiEndpoint) },
  };
};
