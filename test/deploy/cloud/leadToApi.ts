import {
  type CloudFrontClient,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';

/**
 * Leads a deployed distribution's origin to the API's address inside MiniStack, whose CloudFront refuses hosts of Amazon's own and
 * speaks no TLS to itself. All else of the distribution stays as deployed: functions, policies, behaviours, the origin's secret.
 */
export const leadToApi = async (
  cloudfront: CloudFrontClient,
  { domain, awsUrl, apiId }: { readonly domain: string; readonly awsUrl: string; readonly apiId: string },
): Promise<void> => {
  const { DistributionList } = await cloudfront.send(new ListDistributionsCommand({}));
  const distributions = DistributionList?.Items ?? [];
  const Id = distributions.find(({ DomainName }) => DomainName === domain)?.Id;
  if (Id === undefined) {
    throw new Error(
      `no distribution has ${domain}, but ${distributions.map(({ DomainName }) => DomainName)}`,
    );
  }
  const { DistributionConfig, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
  const origins = DistributionConfig?.Origins?.Items ?? [];
  const { hostname, port } = new URL(awsUrl);
  for (const origin of origins) {
    origin.DomainName = hostname;
    origin.OriginPath = `/_aws/execute-api/${apiId}/$default`;
    origin.CustomOriginConfig = {
      ...origin.CustomOriginConfig,
      HTTPPort: Number(port),
      HTTPSPort: 443,
      OriginProtocolPolicy: 'http-only',
    };
  }
  await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig }));
};
