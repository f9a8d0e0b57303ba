import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  Distribution,
  HeadersReferrerPolicy,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Api } from '../api/Api.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { createBehaviors, FILE_PATHS, type FootfallBehaviors } from './createBehaviors.ts';
import { edgeName } from './edgeName.ts';

/** What visitors reach. */
export interface Edge {
  readonly distribution: Distribution;
  readonly behaviors: FootfallBehaviors;
  readonly url: string;
}

/** The distribution in front of the API: HTTPS for every host, the viewer's address and country, files from near by. */
export const createEdge = (
  scope: Construct,
  {
    config: { name, domain },
    api,
    originSecret,
  }: {
    readonly config: Pick<DeployConfig, 'name' | 'domain'>;
    readonly api: Api;
    readonly originSecret: ISecret;
  },
): Edge => {
  const behaviors = createBehaviors(scope, { api, originSecret });
  // The application has policies of its own (CSP, referrer, nosniff), which stay: these are for answers that have none.
  const responseHeadersPolicy = new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    responseHeadersPolicyName: edgeName(scope, 'SecurityHeaders'),
    comment: 'Footfall: where the application says nothing itself',
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: false },
      contentTypeOptions: { override: true },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: false,
      },
    },
  });
  const distribution = new Distribution(scope, 'Distribution', {
    comment: name,
    httpVersion: HttpVersion.HTTP2_AND_3,
    ...(domain
      ? {
          domainNames: [domain.host],
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
        }
      : {}),
    defaultBehavior: { ...behaviors.requests, responseHeadersPolicy },
    additionalBehaviors: Object.fromEntries(
      FILE_PATHS.map((path) => [path, { ...behaviors.files, responseHeadersPolicy }]),
    ),
  });
  acknowledge(
    distribution,
    'AwsSolutions-CFR3',
    'Its access log would keep every visitor’s whole address, and in a bucket; the API logs each request without one.',
  );
  acknowledge(
    distribution,
    'AwsSolutions-CFR1',
    'A shop is open to the world; where it is not, its owner knows.',
  );
  acknowledge(
    distribution,
    'AwsSolutions-CFR2',
    'WAF costs more than all the rest of a small shop; the application refuses what it must, and the API bounds the rate.',
  );
  if (!domain) {
    acknowledge(
      distribution,
      'AwsSolutions-CFR4',
      'The certificate of cloudfront.net takes no other policy; with a domain of the shop’s own it is TLS 1.2 (2021).',
    );
  }
  const url = `https://${domain?.host ?? distribution.distributionDomainName}`;
  new CfnOutput(scope, 'Url', { value: url });
  new CfnOutput(scope, 'DistributionDomain', { value: distribution.distributionDomainName });
  return { distribution, behaviors, url };
};
