import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../lib/index.ts';
import { GIVEN_CACHE, PRIVATELINK, partOf, SHOP, type SynthesisedPart } from './deployment.ts';
import { inShop, variablesOf } from './inShop.ts';
import { needsBuild } from './needsBuild.ts';

needsBuild('a Lambda of a shop’s own, granted the session', () => {
  describe('as the documentation has it', () => {
    let part: SynthesisedPart;
    beforeAll(() => {
      const { footfall, lambda, synth } = inShop();
      const { vpc, lambdaSecurityGroup } = footfall;
      footfall.grantSession(lambda('Checkout', { vpc, securityGroups: [lambdaSecurityGroup] }));
      part = synth();
    });
    const variables = () => variablesOf(part, 'Checkout');

    it('gives the Lambda the middleware’s environment', () => {
      expect(Object.keys(variables()).sort()).toEqual([
        'COOKIE_KEYS_SECRET_ARN',
        'MONGODB_URI_SECRET_ARN',
        'ORIGIN_SECRET_SECRET_ARN',
        'QUEUE_URL',
        'REDIS_PASSWORD_SECRET_ARN',
        'REDIS_URL',
        'SITES',
      ]);
      expect(JSON.parse(variables().SITES)).toEqual([SHOP]);
      expect(variables().MONGODB_URI_SECRET_ARN).toBe('shop/mongodb');
    });

    it('lets it send to the queue and read the four secrets, and nothing else of ours', () => {
      const policy = part
        .resources('AWS::IAM::Policy')
        .find(({ id }) => id.startsWith('CheckoutServiceRole'));
      const actions = policy?.Properties.PolicyDocument.Statement.map(
        ({ Action }: { Action: string }) => Action,
      );
      expect(actions).toEqual(['secretsmanager:GetSecretValue', 'sqs:SendMessage']);
      expect(policy?.Properties.PolicyDocument.Statement[0].Resource).toHaveLength(4);
    });
  });

  it('tells it the table, and lets it have the salts of the days, where a site keeps no cookies', () => {
    const { footfall, lambda, synth } = inShop({ sites: [{ ...SHOP, privacy: 'cookieless' }] });
    const { vpc, lambdaSecurityGroup } = footfall;
    footfall.grantSession(lambda('Checkout', { vpc, securityGroups: [lambdaSecurityGroup] }));
    const part = synth();
    expect(variablesOf(part, 'Checkout').TABLE_NAME).toBeDefined();
    const policy = part.resources('AWS::IAM::Policy').find(({ id }) => id.startsWith('CheckoutServiceRole'));
    expect(policy?.Properties.PolicyDocument.Statement.at(-1)).toMatchObject({
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['salt#*'] } },
    });
  });

  it('lets a Lambda with a security group of its own to the cache', () => {
    const { footfall, lambda, synth } = inShop();
    footfall.grantSession(lambda('Checkout', { vpc: footfall.vpc }));
    const part = synth();
    const own = part.resources('AWS::EC2::SecurityGroup').find(({ id }) => id.startsWith('Checkout'));
    expect(part.only('AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      FromPort: 6_380,
      ToPort: 6_380,
      SourceSecurityGroupId: { 'Fn::GetAtt': [own?.id, 'GroupId'] },
    });
  });

  it('refuses a Lambda that is in no VPC, and says what to give it', () => {
    const { footfall, lambda } = inShop();
    expect(() => footfall.grantSession(lambda('Checkout'))).toThrow(
      'Shop/Checkout cannot reach the cache: give it "vpc: footfall.vpc" and "securityGroups: [footfall.lambdaSecurityGroup]".',
    );
  });

  it('takes a Lambda that is in no VPC where the cache is not ours', () => {
    const { footfall, lambda, synth } = inShop(GIVEN_CACHE);
    footfall.grantSession(lambda('Checkout'));
    expect(synth().resources('AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  it('refuses sites that do not fit into an environment', () => {
    const sites = Array.from({ length: 20 }, (_, index) => ({
      ...SHOP,
      id: `shop-${index}`,
      origins: [`https://shop-${index}.example`],
    }));
    const { footfall, lambda } = inShop({ sites, ...GIVEN_CACHE });
    expect(() => footfall.grantSession(lambda('Checkout'))).toThrow(/^Sites: they take \d+ bytes/);
  });

  it('tells where the password of a cache is that is not ours', () => {
    const { footfall, lambda, synth } = inShop(GIVEN_CACHE);
    footfall.grantSession(lambda('Checkout'));
    expect(variablesOf(synth(), 'Checkout')).toMatchObject({
      REDIS_URL: GIVEN_CACHE.cache,
      REDIS_PASSWORD_SECRET_ARN: GIVEN_CACHE.redisPasswordSecret,
    });
  });

  it('lets it read a secret whose ARN may or may not have its end', () => {
    const mongodbUriSecret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/mongodb-backup';
    const { footfall, lambda, synth } = inShop({ mongodbUriSecret, ...GIVEN_CACHE });
    footfall.grantSession(lambda('Checkout'));
    const policy = synth()
      .resources('AWS::IAM::Policy')
      .find(({ id }) => id.startsWith('Checkout'));
    expect(policy?.Properties.PolicyDocument.Statement[0].Resource).toEqual(
      expect.arrayContaining([mongodbUriSecret, `${mongodbUriSecret}-??????`]),
    );
  });

  it('lets a Lambda with a security group of its own to the private endpoints too', () => {
    const { footfall, lambda, synth } = inShop(PRIVATELINK);
    footfall.grantSession(lambda('Checkout', { vpc: footfall.vpc }));
    const rules = synth()
      .resources('AWS::EC2::SecurityGroupIngress')
      .map(({ Properties: { GroupId, FromPort, ToPort, SourceSecurityGroupId } }) => [
        GroupId['Fn::GetAtt'][0].replace(/^AnalyticsNetwork|.{8}$/g, ''),
        `${FromPort}-${ToPort}`,
        SourceSecurityGroupId['Fn::GetAtt'][0].replace(/.{8}$/, ''),
      ]);
    expect(rules).toEqual([
      ['Cache', '6380-6380', 'CheckoutSecurityGroup'],
      ['Endpoints', '443-443', 'CheckoutSecurityGroup'],
      ['AtlasEndpointGroup', '1024-65535', 'CheckoutSecurityGroup'],
    ]);
  });

  describe('with variables of its own', () => {
    const LOST =
      'Shop/Checkout has the variable QUEUE_URL with a value of its own, where the session middleware needs ours.';
    const BOTH =
      'Shop/Checkout has the variable COOKIE_KEYS, where the session middleware needs COOKIE_KEYS_SECRET_ARN: it cannot have both.';
    const SECRET_ADDRESS =
      'Shop/Checkout has the variable REDIS_URL_SECRET_ARN, where the session middleware needs REDIS_URL: it cannot have both.';

    it.each([
      ['QUEUE_URL', LOST],
      ['COOKIE_KEYS', BOTH],
      ['REDIS_URL_SECRET_ARN', SECRET_ADDRESS],
    ])('refuses %s, before and after', (variable, sentence) => {
      const { footfall, lambda } = inShop(GIVEN_CACHE);
      expect(() =>
        footfall.grantSession(lambda('Checkout', { environment: { [variable]: 'mine' } })),
      ).toThrow(new ConfigurationError(sentence));

      const after = inShop(GIVEN_CACHE);
      const checkout = after.lambda('Checkout');
      after.footfall.grantSession(checkout);
      checkout.addEnvironment(variable, 'mine');
      expect(() => after.app.synth()).toThrow(sentence);
    });

    it('takes others, and the same', () => {
      const { footfall, lambda, synth } = inShop(GIVEN_CACHE);
      const environment = { SITES: JSON.stringify([SHOP]), TABLE: 'wishlists' };
      footfall.grantSession(lambda('Checkout', { environment }));
      expect(variablesOf(synth(), 'Checkout')).toMatchObject(environment);
    });

    it('takes a Lambda in another stack', () => {
      const { app, footfall, lambda } = inShop();
      const stack = new Stack(app, 'Checkout');
      const { vpc, lambdaSecurityGroup } = footfall;
      footfall.grantSession(
        lambda('Function', { vpc, securityGroups: [lambdaSecurityGroup], environment: { MINE: '1' } }, stack),
      );
      const part = partOf(Template.fromStack(stack));
      expect(variablesOf(part, 'Function')).toMatchObject({
        MINE: '1',
        QUEUE_URL: { 'Fn::ImportValue': expect.any(String) },
      });
    });
  });
});
