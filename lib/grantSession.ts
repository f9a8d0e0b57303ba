import { CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ConfigurationError } from '../src/config/ConfigurationError.ts';
import { SESSION_USES } from './app/functionTable.ts';
import { environmentOf, statementsOf } from './app/uses.ts';
import type { FootfallParts } from './createFootfall.ts';
import type { SiteProps } from './FootfallProps.ts';
import { CACHE_PORT, type Network } from './network/createNetwork.ts';

/** A Lambda's environment holds 4 kB ("Lambda quotas"); the rest is the shop's own, and ours besides. */
const MAX_SITES_BYTES = 2_500;

const checkedSites = (sites: readonly SiteProps[]): string => {
  const json = JSON.stringify(sites);
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_SITES_BYTES) return json;
  throw new ConfigurationError(
    `Sites: they take ${bytes} bytes, and a Lambda's environment has room for ${MAX_SITES_BYTES} of them.`,
  );
};

const openCache = (lambda: LambdaFunction, { cacheSecurityGroup, sessionSecurityGroup }: Network): void => {
  if (!cacheSecurityGroup) return;
  if (!lambda.isBoundToVpc) {
    throw new ConfigurationError(
      `${lambda.node.path} cannot reach the cache: give it "vpc: footfall.vpc" and "securityGroups: [footfall.lambdaSecurityGroup]".`,
    );
  }
  const { securityGroups } = lambda.connections;
  if (securityGroups.includes(sessionSecurityGroup)) return;
  for (const [index, { securityGroupId }] of securityGroups.entries()) {
    new CfnSecurityGroupIngress(lambda, `ToCache${index}`, {
      groupId: cacheSecurityGroup.attrGroupId,
      sourceSecurityGroupId: securityGroupId,
      ipProtocol: 'tcp',
      fromPort: CACHE_PORT,
      toPort: CACHE_PORT,
      description: 'From a function with the session middleware',
    });
  }
};

/** Has a Lambda of a shop's own run the session middleware. */
export const grantSession = (
  lambda: LambdaFunction,
  { network, app: { uses } }: FootfallParts,
  sites: readonly SiteProps[],
): void => {
  openCache(lambda, network);
  const variables = { SITES: checkedSites(sites), ...environmentOf(SESSION_USES, uses) };
  for (const [variable, value] of Object.entries(variables)) lambda.addEnvironment(variable, value);
  for (const statement of statementsOf(SESSION_USES, uses)) lambda.addToRolePolicy(statement);
};
