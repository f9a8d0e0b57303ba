import { describe, expect, it } from 'vitest';
import { FUNCTION_ROUTES, SHOP_PAGES } from '../../functions/routes.ts';
import type { DeployContext } from '../../lib/config/contextDefaults.ts';
import { builtFunctions, deployment, EMULATED, type Resource } from './deployment.ts';

const bundles = builtFunctions();
const app = (context: DeployContext) => deployment({ bundles, context }).part('App');

/** Which function answers each route of an HTTP API. */
const httpRoutes = (part: ReturnType<typeof app>): { [route: string]: string } => {
  const integrations = new Map(
    part.resources('AWS::ApiGatewayV2::Integration').map(({ id, Properties }) => [id, Properties] as const),
  );
  return Object.fromEntries(
    part.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => {
      const integration = integrations.get(Properties.Target['Fn::Join'][1][1].Ref);
      expect(integration).toMatchObject({ PayloadFormatVersion: '2.0', IntegrationType: 'AWS_PROXY' });
      return [Properties.RouteKey, integration.IntegrationUri['Fn::GetAtt'][0].replace(/Function\w+$/, '')];
    }),
  );
};

/** Which function answers each path of a REST API, by any method. */
const restPaths = (part: ReturnType<typeof app>): { [path: string]: string } => {
  const resources = new Map(
    part.resources('AWS::ApiGateway::Resource').map((each) => [each.id, each.Properties] as const),
  );
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = ref.Ref === undefined ? undefined : resources.get(ref.Ref);
    return resource ? `${pathOf(resource.ParentId)}/${resource.PathPart}` : '';
  };
  return Object.fromEntries(
    part.resources('AWS::ApiGateway::Method').map(({ Properties }: Resource) => {
      expect(Properties).toMatchObject({ HttpMethod: 'ANY', Integration: { Type: 'AWS_PROXY' } });
      const name = JSON.stringify(Properties.Integration.Uri).match(/"(\w+?)Function[0-9A-F]{8}"/)?.[1];
      return [pathOf(Properties.ResourceId) || '/', name ?? ''];
    }),
  );
};

const expected = (
  nameRoute: (path: string) => string,
  names: readonly string[] = Object.keys(FUNCTION_ROUTES),
) =>
  Object.fromEntries(
    Object.entries(FUNCTION_ROUTES)
      .filter(([name]) => names.includes(name))
      .flatMap(([name, paths]) => paths.map((path) => [nameRoute(path), name])),
  );

describe('api=http', () => {
  const part = app({});

  it('answers every route by its function, whatever the method', () => {
    expect(httpRoutes(part)).toEqual(expected((path) => `ANY ${path}`));
  });

  it('leaves CORS to the application and bounds the rate', () => {
    expect(part.only('AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
    expect(part.only('AWS::ApiGatewayV2::Stage').Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 },
    });
  });

  it('lets this API alone call the functions, once each', () => {
    const permissions = part
      .resources('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com');
    expect(permissions).toHaveLength(Object.keys(FUNCTION_ROUTES).length);
    const api = part.only('AWS::ApiGatewayV2::Api').id;
    for (const { Properties } of permissions) expect(JSON.stringify(Properties.SourceArn)).toContain(api);
  });
});

describe('api=rest', () => {
  const part = app({ api: 'rest' });

  it('has the same routes at the stage prod, but for paths that end with a slash', () => {
    expect(restPaths(part)).toEqual(expected((path) => (path === '/' ? path : path.replace(/\/$/, ''))));
    expect(part.only('AWS::ApiGateway::Stage').Properties.StageName).toBe('prod');
  });

  it('takes and gives bytes, and is deployed with all of its methods', () => {
    expect(part.only('AWS::ApiGateway::RestApi').Properties.BinaryMediaTypes).toEqual([
      '*/*',
      'application/octet-stream',
    ]);
    const { DependsOn } = part.template.toJSON().Resources[part.only('AWS::ApiGateway::Deployment').id];
    for (const { id } of part.resources('AWS::ApiGateway::Method')) expect(DependsOn).toContain(id);
  });
});

describe('api=rest in an account', () => {
  it('brings the role by which API Gateway logs before its stage does, and leaves it there', () => {
    const part = app({ api: 'rest' });
    const { id, Properties, DeletionPolicy } = part.only('AWS::ApiGateway::Account');
    const role = Properties.CloudWatchRoleArn['Fn::GetAtt'][0];
    const resources = part.template.toJSON().Resources;
    expect(JSON.stringify(resources[role].Properties)).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
    expect([DeletionPolicy, resources[role].DeletionPolicy]).toEqual(['Retain', 'Retain']);
    expect(resources[part.only('AWS::ApiGateway::Stage').id].DependsOn).toContain(id);
  });

  it('is none of an emulator’s', () => {
    expect(app({ ...EMULATED, api: 'rest' }).resources('AWS::ApiGateway::Account')).toEqual([]);
  });
});

describe('either', () => {
  it.each([
    ['http', 'AWS::ApiGatewayV2::Stage', 'AccessLogSettings'],
    ['rest', 'AWS::ApiGateway::Stage', 'AccessLogSetting'],
  ])('api=%s logs every request, and of whom it is nothing', (api, type, setting) => {
    const { Format } = app({ api }).only(type).Properties[setting];
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Format).not.toMatch(/sourceIp|identity|\.path\b|query|userAgent|header/i);
  });

  it.each(['http', 'rest'])('api=%s with storefront=off has neither the storefront nor its pages', (api) => {
    const part = app({ api, storefront: 'off' });
    const routes = api === 'http' ? httpRoutes(part) : restPaths(part);
    const paths = Object.keys(routes).map((route) => route.replace('ANY ', ''));
    expect(Object.values(routes)).not.toContain('storefront');
    expect(paths.filter((path) => SHOP_PAGES.includes(path))).toEqual([]);
    expect(paths).toContain('/tracker.js');
  });
});
