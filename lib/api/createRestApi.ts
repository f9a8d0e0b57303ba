import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  Integration,
  IntegrationType,
  LogGroupLogDestination,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge.ts';
import {
  ACCESS_LOG_FIELDS,
  API_LIMITS,
  type Api,
  type ApiOptions,
  AUTHORISED_BY_APPLICATION,
} from './Api.ts';

const STAGE = 'prod';

/** A REST API with payload 1.0 and the same routes, for places that have no HTTP API. */
export const createRestApi = (
  scope: Construct,
  {
    name,
    functions,
    logRetentionDays,
    isAccountReal,
  }: ApiOptions & {
    /** An emulator logs without being allowed to. */
    readonly isAccountReal: boolean;
  },
): Api => {
  const api = new RestApi(scope, 'Api', {
    restApiName: name,
    endpointTypes: [EndpointType.REGIONAL],
    // API Gateway logs by a role of the whole account and region, without which it refuses a stage that logs. Another API may log by it,
    // too: it stays when this one goes.
    cloudWatchRole: isAccountReal,
    // Pages and scripts come compressed from the functions.
    // LocalStack takes no wildcard; a proxy before it asks for this type.
    binaryMediaTypes: ['*/*', 'application/octet-stream'],
    deployOptions: {
      stageName: STAGE,
      accessLogDestination: new LogGroupLogDestination(
        new LogGroup(scope, 'ApiAccessLogs', {
          retention: logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
      accessLogFormat: AccessLogFormat.custom(
        JSON.stringify({ ...ACCESS_LOG_FIELDS, route: '$context.resourcePath' }),
      ),
      throttlingRateLimit: API_LIMITS.requestsPerSecond,
      throttlingBurstLimit: API_LIMITS.burst,
    },
  });
  const stack = Stack.of(api);
  for (const { lambda, paths } of functions) {
    lambda.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: api.arnForExecuteApi('*', '/*', '*'),
    });
    const integration = new Integration({
      type: IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: stack.formatArn({
        service: 'apigateway',
        account: 'lambda',
        resource: 'path',
        resourceName: `2015-03-31/functions/${lambda.functionArn}/invocations`,
      }),
    });
    // A REST API knows no paths that end with a slash: it takes them for those without.
    for (const path of new Set(paths.map((each) => each.replace(/(?<=.)\/$/, '')))) {
      api.root
        .resourceForPath(path)
        .addMethod('ANY', integration, { authorizationType: AuthorizationType.NONE });
    }
  }
  acknowledge(api, 'AwsSolutions-APIG4', AUTHORISED_BY_APPLICATION);
  if (isAccountReal) {
    acknowledge(
      api.node.findChild('CloudWatchRole'),
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      "The policy that AWS has for this very role: it is the account's, not this API's.",
    );
  }
  acknowledge(api, 'AwsSolutions-COG4', AUTHORISED_BY_APPLICATION);
  acknowledge(
    api,
    'AwsSolutions-APIG3',
    'As of CloudFront: the application refuses, and the stage bounds the rate.',
  );
  acknowledge(
    api,
    'AwsSolutions-APIG2',
    'The application checks each request by the schemas that it publishes.',
  );
  acknowledge(
    api,
    'AwsSolutions-APIG6',
    'Execution logs would hold what visitors send; the access log tells each request without it.',
  );
  return {
    url: `https://${api.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}/${STAGE}`,
    origin: {
      host: Fn.join('', [api.restApiId, '.execute-api.', stack.region, '.', stack.urlSuffix]),
      path: `/${STAGE}`,
    },
  };
};
