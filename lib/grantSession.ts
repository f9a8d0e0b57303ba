import { isDeepStrictEqual } from 'node:util';
import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ConfigurationError } from '../src/config/ConfigurationError.ts';
import { SESSION_USES } from './app/functionTable.ts';
import { environmentOf, statementsOf } from './app/uses.ts';
import type { FootfallParts } from './createFootfall.ts';
import type { SiteProps } from './FootfallProps.ts';
import { CACHE_PORT, type Network } from './network/createNetwork.ts';

/** A Lambda's environment holds 4 kB ("Lambda quotas"); the rest is the shop's own, and ours besides. */
const MAX_SITES_BYTES = 2_500;
/** Of a variable that tells where a secret is, beside that of the secret itself (`environmentWithSecrets`). */
const SECRET_ENDING = '_SECRET_ARN';

const checkedSites = (sites: readonly SiteProps[]): string => {
  const json = JSON.stringify(sites);
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_SITES_BYTES) return json;
  throw new ConfigurationError(
    `Sites: they take ${bytes} bytes, and a Lambda's environment has room for ${MAX_SITES_BYTES} of them.`,
  );
};

type Variables = { readonly [variable: string]: unknown };

/** As CloudFormation gets them: CDK itself tells nobody which variables a Lambda was given. */
const variablesOf = (lambda: LambdaFunction): Variables => {
  const { environment } = lambda.node.defaultChild as CfnFunction;
  const resolved: { readonly variables?: Variables } | undefined = Stack.of(lambda).resolve(environment);
  return resolved?.variables ?? {};
};

/** What a variable must not stand beside: a secret and where it is. */
const rivalOf = (variable: string): string =>
  variable.endsWith(SECRET_ENDING) ? variable.slice(0, -SECRET_ENDING.length) : variable + SECRET_ENDING;

/** What keeps a Lambda from having these variables, a sentence each. */
const conflictsOf = (lambda: LambdaFunction, wanted: { readonly [variable: string]: string }): string[] => {
  const there = variablesOf(lambda);
  return Object.entries<unknown>(Stack.of(lambda).resolve(wanted)).flatMap(([variable, value]) => {
    const rival = rivalOf(variable);
    if (rival in there) {
      return `${lambda.node.path} has the variable ${rival}, where the session middleware needs ${variable}: it cannot have both.`;
    }
    return variable in there && !isDeepStrictEqual(there[variable], value)
      ? `${lambda.node.path} has the variable ${variable} with a value of its own, where the session middleware needs ours.`
      : [];
  });
};

/** Gives it these, and sees when all is synthesised that nobody changed them afterwards. */
const addVariables = (lambda: LambdaFunction, wanted: { readonly [variable: string]: string }): void => {
  const [conflict] = conflictsOf(lambda, wanted);
  if (conflict !== undefined) throw new ConfigurationError(conflict);
  for (const [variable, value] of Object.entries(wanted)) lambda.addEnvironment(variable, value);
  lambda.node.addValidation({ validate: () => conflictsOf(lambda, wanted) });
};

/** The way to the cache and, where there is no other way out of the VPC, to the private endpoints. */
const openWays = (lambda: LambdaFunction, network: Network): void => {
  const { cacheSecurityGroup, sessionSecurityGroup, endpointGroups } = network;
  if (!cacheSecurityGroup) return;
  if (!lambda.isBoundToVpc) {
    throw new ConfigurationError(
      `${lambda.node.path} cannot reach the cache: give it "vpc: footfall.vpc" and "securityGroups: [footfall.lambdaSecurityGroup]".`,
    );
  }
  const { securityGroups } = lambda.connections;
  if (securityGroups.includes(sessionSecurityGroup)) return;
  const ways = [
    { id: 'Cache', group: cacheSecurityGroup, ports: { fromPort: CACHE_PORT, toPort: CACHE_PORT } },
    ...endpointGroups,
  ];
  for (const { id, group, ports } of ways) {
    for (const [index, { securityGroupId }] of securityGroups.entries()) {
      new CfnSecurityGroupIngress(lambda, `To${id}${index}`, {
        groupId: group.attrGroupId,
        sourceSecurityGroupId: securityGroupId,
        ipProtocol: 'tcp',
        ...ports,
        description: 'From a function with the session middleware',
      });
    }
  }
};

/** Has a Lambda of a shop's own run the session middleware. */
export const grantSession = (
  lambda: LambdaFunction,
  { network, app: { uses } }: FootfallParts,
  sites: readonly SiteProps[],
): void => {
  addVariables(lambda, { SITES: checkedSites(sites), ...environmentOf(SESSION_USES, uses) });
  openWays(lambda, network);
  for (const statement of statementsOf(SESSION_USES, uses)) lambda.addToRolePolicy(statement);
};
