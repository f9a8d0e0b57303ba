import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { TRACKER_PATH } from '../../functions/web/trackerApp.ts';
import { ORIGIN_SECRET_HEADER } from '../../src/middleware/HttpRequest.ts';
import type { Api } from '../api/Api.ts';
import { edgeName } from './edgeName.ts';
import { VIEWER_HOST_CODE } from './viewerHostFunction.ts';

/** How CloudFront treats the application's requests, and its files. */
export interface FootfallBehaviors {
  /** Of everything that is answered for one visitor. */
  readonly requests: BehaviorOptions;
  /** Of files, which say themselves how long they keep. */
  readonly files: BehaviorOptions;
}

/** Where the files are. */
export const FILE_PATHS = ['/dashboard/assets/*', '/shop/assets/*', TRACKER_PATH] as const;

const ONE_YEAR = Duration.days(365);

export const createBehaviors = (
  scope: Construct,
  { api, originSecret }: { readonly api: Api; readonly originSecret: ISecret },
): FootfallBehaviors => {
  const origin = new HttpOrigin(api.origin.host, {
    ...(api.origin.path === undefined ? {} : { originPath: api.origin.path }),
    customHeaders: { [ORIGIN_SECRET_HEADER]: originSecret.secretValue.unsafeUnwrap() },
  });
  const requestCache = new CachePolicy(scope, 'RequestCache', {
    cachePolicyName: edgeName(scope, 'RequestCache'),
    comment: 'Footfall: what is answered for one visitor',
    // What says nothing of caching is not cached. A policy that lists headers takes no maximum of zero.
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.seconds(1),
    // CloudFront adds its own headers, and lets Authorization through, only where a cache policy lists them.
    headerBehavior: CacheHeaderBehavior.allowList(
      'Authorization',
      'CloudFront-Viewer-Address',
      'CloudFront-Viewer-Country',
    ),
    cookieBehavior: CacheCookieBehavior.all(),
    queryStringBehavior: CacheQueryStringBehavior.all(),
  });
  const fileCache = new CachePolicy(scope, 'FileCache', {
    cachePolicyName: edgeName(scope, 'FileCache'),
    comment: 'Footfall: files, for as long as each says itself',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: ONE_YEAR,
    headerBehavior: CacheHeaderBehavior.none(),
    cookieBehavior: CacheCookieBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingGzip: true,
    enableAcceptEncodingBrotli: true,
  });
  const viewerHost = new EdgeFunction(scope, 'ViewerHost', {
    functionName: edgeName(scope, 'ViewerHost'),
    comment: 'Footfall: the host that the viewer asked for',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(VIEWER_HOST_CODE),
  });
  return {
    requests: {
      origin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: requestCache,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [{ function: viewerHost, eventType: FunctionEventType.VIEWER_REQUEST }],
      compress: false,
    },
    files: {
      origin,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: fileCache,
      compress: true,
    },
  };
};
