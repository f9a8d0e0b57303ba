import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { VIEWER_HOST_CODE } from '../../lib/edge/viewerHostFunction.ts';
import { ORIGIN_SECRET_HEADER, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { builtFunctions, deployment, type Resource, type SynthesisedPart } from './deployment.ts';

/** AWS's own policy of that name ("Use managed origin request policies"). */
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const FILES = ['/dashboard/assets/*', '/shop/assets/*', '/tracker.js'];
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d';

type Headers = { [name: string]: { value: string } };

/** Runs the code as CloudFront does: a script with a global `handler`. */
const atTheEdge = (headers: Headers): Headers =>
  runInNewContext(`${VIEWER_HOST_CODE}; handler(event)`, { event: { request: { headers } } }).headers;

describe('the distribution', () => {
  const bundles = builtFunctions();
  let edge: SynthesisedPart;
  beforeAll(() => {
    edge = deployment({
      bundles,
      context: { domain: 't.shop.example', certificateArn: CERTIFICATE },
    }).part('Edge');
  });
  const config = () => edge.only('AWS::CloudFront::Distribution').Properties.DistributionConfig;
  const cachePolicy = ({ CachePolicyId }: { CachePolicyId: { Ref: string } }) =>
    (edge.resources('AWS::CloudFront::CachePolicy').find(({ id }) => id === CachePolicyId.Ref) as Resource)
      .Properties.CachePolicyConfig;

  it('forwards everything of the viewer but the host, and any method', () => {
    expect(config().DefaultCacheBehavior).toMatchObject({
      OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      ViewerProtocolPolicy: 'redirect-to-https',
      Compress: false,
    });
  });

  it('adds the viewer’s country and address, lets Authorization through, and keeps no answer for over a second', () => {
    const { MinTTL, DefaultTTL, MaxTTL, ParametersInCacheKeyAndForwardedToOrigin } = cachePolicy(
      config().DefaultCacheBehavior,
    );
    expect([MinTTL, DefaultTTL, MaxTTL]).toEqual([0, 0, 1]);
    expect(ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
      HeadersConfig: {
        HeaderBehavior: 'whitelist',
        Headers: ['Authorization', 'CloudFront-Viewer-Address', 'CloudFront-Viewer-Country'],
      },
      CookiesConfig: { CookieBehavior: 'all' },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
  });

  it('caches files by their own word for up to a year, compressed as the browser asks', () => {
    expect(config().CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual(
      FILES,
    );
    for (const behavior of config().CacheBehaviors) {
      expect(cachePolicy(behavior)).toMatchObject({
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 31_536_000,
        ParametersInCacheKeyAndForwardedToOrigin: {
          HeadersConfig: { HeaderBehavior: 'none' },
          CookiesConfig: { CookieBehavior: 'none' },
          EnableAcceptEncodingBrotli: true,
          EnableAcceptEncodingGzip: true,
        },
      });
    }
  });

  it('proves itself to the API, over HTTPS alone, by a secret that no template holds', () => {
    const [origin, ...others] = config().Origins;
    expect(others).toEqual([]);
    expect(origin.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    const [{ HeaderName, HeaderValue }] = origin.OriginCustomHeaders;
    expect(HeaderName).toBe(ORIGIN_SECRET_HEADER);
    expect(HeaderValue['Fn::Join'][1]).toEqual([
      '{{resolve:secretsmanager:',
      { 'Fn::ImportValue': expect.stringContaining('SecretsOrigin') },
      ':SecretString:::}}',
    ]);
  });

  it('speaks HTTP/2 and 3, TLS 1.2 of 2021, under the site’s own domain', () => {
    expect(config()).toMatchObject({
      HttpVersion: 'http2and3',
      Aliases: ['t.shop.example'],
      ViewerCertificate: {
        AcmCertificateArn: CERTIFICATE,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(edge.template.toJSON().Outputs.Url.Value).toBe('https://t.shop.example');
  });

  it('adds security headers to answers that have none, and takes none of the application’s away', () => {
    const { SecurityHeadersConfig } = edge.only('AWS::CloudFront::ResponseHeadersPolicy').Properties
      .ResponseHeadersPolicyConfig;
    expect(SecurityHeadersConfig).toEqual({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
    });
    const policies = [config().DefaultCacheBehavior, ...config().CacheBehaviors].map(
      ({ ResponseHeadersPolicyId }) => ResponseHeadersPolicyId,
    );
    expect(policies).not.toContain(undefined);
  });

  it('runs its function for each request, before anything else', () => {
    const edgeFunction = edge.only('AWS::CloudFront::Function');
    expect(edgeFunction.Properties).toMatchObject({
      AutoPublish: true,
      FunctionCode: VIEWER_HOST_CODE,
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
    });
    expect(config().DefaultCacheBehavior.FunctionAssociations).toEqual([
      {
        EventType: 'viewer-request',
        FunctionARN: { 'Fn::GetAtt': [edgeFunction.id, 'FunctionARN'] },
      },
    ]);
  });
});

describe('the function at the edge', () => {
  it('tells the application the host that the viewer asked for', () => {
    const headers = atTheEdge({ host: { value: 't.shop.example' }, accept: { value: '*/*' } });
    expect(headers).toEqual({
      host: { value: 't.shop.example' },
      accept: { value: '*/*' },
      'x-footfall-host': { value: 't.shop.example' },
    });
  });

  it('overwrites a forged one', () => {
    const headers = atTheEdge({
      host: { value: 't.shop.example' },
      'x-footfall-host': { value: 'victim.example' },
    });
    expect(headers['x-footfall-host']).toEqual({ value: 't.shop.example' });
  });

  it('uses the header that the application reads, where CloudFront proves itself', () => {
    const [name] = Object.keys(atTheEdge({ host: { value: 'x' } })).filter((each) => each !== 'host');
    const event = eventV2({
      headers: {
        host: 'api.example',
        [ORIGIN_SECRET_HEADER]: 's'.repeat(64),
        [name as string]: 't.shop.example',
      },
    });
    expect(readHttpRequest(event, 's'.repeat(64)).host).toBe('t.shop.example');
    expect(readHttpRequest(event, 'other').host).toBe('api.example');
  });
});

describe('cdn=none', () => {
  it('has no distribution, and functions trust no hop', () => {
    const { parts, part } = deployment({ bundles: builtFunctions(), context: { cdn: 'none' } });
    expect(parts).toEqual(['App', 'Data', 'Network']);
    for (const { Properties } of part('App').resources('AWS::Lambda::Function')) {
      expect(Object.keys(Properties.Environment.Variables)).not.toContain('ORIGIN_SECRET_SECRET_ARN');
    }
  });
});
