import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { Footfall, type FootfallProps, footfallBehaviors } from '../../lib/index.ts';
import { partOf, SHOP, type SynthesisedPart } from './deployment.ts';
import { needsBuild } from './needsBuild.ts';

const PROPS: FootfallProps = {
  sites: [SHOP],
  mongodbUriSecret: 'shop/mongodb',
  adminPasswordHashSecret: 'shop/password',
  adminTokenSecret: 'shop/token',
};

const inShop = (props: Partial<FootfallProps> = {}) => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const footfall = new Footfall(stack, 'Analytics', { ...PROPS, ...props });
  const lambda = (id: string, more: Partial<FunctionProps> = {}) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
      ...more,
    });
  return {
    stack,
    footfall,
    lambda,
    synth: (): SynthesisedPart => partOf(Template.fromStack(stack)),
  };
};

needsBuild('the construct in a stack of a shop’s own', () => {
  describe('with a Lambda beside it', () => {
    let part: SynthesisedPart;
    beforeAll(() => {
      const { footfall, lambda, synth } = inShop();
      const { vpc, lambdaSecurityGroup } = footfall;
      footfall.grantSession(lambda('Checkout', { vpc, securityGroups: [lambdaSecurityGroup] }));
      part = synth();
    });
    const variables = () =>
      part.resources('AWS::Lambda::Function').find(({ id }) => id.startsWith('Checkout'))?.Properties
        .Environment.Variables;

    it('is one stack, without the demo shop', () => {
      expect(part.resources('AWS::CloudFront::Distribution')).toHaveLength(1);
      const routes = part.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
      expect(routes).toContain('ANY /track');
      expect(routes).not.toContain('ANY /api/storefront/{proxy+}');
      expect(routes).not.toContain('ANY /');
    });

    it('samples the traces of its own functions, not of the shop’s', () => {
      expect(part.only('AWS::XRay::SamplingRule').Properties.SamplingRule.ServiceName).toBe(
        'Shop-AnalyticsApp*',
      );
      expect(part.resources('AWS::Lambda::Function').map(({ id }) => id)).toContainEqual(
        expect.stringMatching(/^AnalyticsApptrackFunction/),
      );
    });

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
    const { footfall, lambda, synth } = inShop({ cache: 'rediss://redis.example:6380' });
    footfall.grantSession(lambda('Checkout'));
    expect(synth().resources('AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  it('refuses sites that do not fit into an environment', () => {
    const sites = Array.from({ length: 20 }, (_, index) => ({
      ...SHOP,
      id: `shop-${index}`,
      origins: [`https://shop-${index}.example`],
    }));
    const { footfall, lambda } = inShop({ sites, cache: 'rediss://redis.example:6380' });
    expect(() => footfall.grantSession(lambda('Checkout'))).toThrow(/^Sites: they take \d+ bytes/);
  });

  it('refuses a wrong prop with the sentence of the command line', () => {
    expect(() => inShop({ egress: 'private' as 'nat' })).toThrow(
      'egress must be nat, privatelink or none, not "private".',
    );
    expect(() => inShop({ mongodbUriSecret: '' })).toThrow('mongodbUriSecret is missing');
  });

  it('is a path on the shop’s own distribution, files first', () => {
    const behaviors = footfallBehaviors(inShop().footfall);
    expect(Object.keys(behaviors)).toEqual([
      '/dashboard/assets/*',
      '/tracker.js',
      '/track',
      '/api/track',
      '/analytics/track',
      '/api/conversions',
      '/api/analytics/*',
      '/api/admin/*',
      '/api/openapi.json',
      '/dashboard',
      '/dashboard/*',
    ]);
    expect(() => footfallBehaviors(inShop({ cdn: 'none' }).footfall)).toThrow(
      "footfallBehaviors needs a deployment with cdn: 'cloudfront'.",
    );
  });
});
