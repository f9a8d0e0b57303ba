import { Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { describe, expect, it } from 'vitest';
import { type FootfallProps, footfallBehaviors } from '../../lib/index.ts';
import { partOf } from './deployment.ts';
import { inShop } from './inShop.ts';
import { needsBuild } from './needsBuild.ts';

needsBuild('the construct in a stack of a shop’s own', () => {
  it('is one stack, without the demo shop', () => {
    const part = inShop().synth();
    expect(part.resources('AWS::CloudFront::Distribution')).toHaveLength(1);
    const routes = part.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
    expect(routes).toContain('ANY /track');
    expect(routes).not.toContain('ANY /api/storefront/{proxy+}');
    expect(routes).not.toContain('ANY /');
  });

  it('takes what is there and undefined for what is not there', () => {
    const nothing = { alarmEmail: undefined, egress: undefined, storefront: undefined } as object;
    const part = inShop(nothing as Partial<FootfallProps>).synth();
    expect(part.resources('AWS::SNS::Subscription')).toEqual([]);
    expect(part.template.toJSON()).toEqual(inShop().synth().template.toJSON());
  });

  it('takes no secret of another deployment’s where one is not told', () => {
    const without = { mongodbUriSecret: undefined } as unknown as Partial<FootfallProps>;
    expect(() => inShop(without)).toThrow('mongodbUriSecret is missing');
  });

  it.each([
    [undefined, undefined],
    [true, { Mode: 'Active' }],
  ])('with traces: %s has %o', (traces, expected) => {
    const part = inShop(traces === undefined ? {} : { traces }).synth();
    const modes = part.resources('AWS::Lambda::Function').map(({ Properties }) => Properties.TracingConfig);
    expect(modes).toEqual(modes.map(() => expected));
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

  it('is a path on a distribution in another stack of its region, by one origin, and in no other region', () => {
    const distributionIn = (region: string): Stack => {
      const { app, footfall } = inShop({}, { env: { region: 'eu-central-1' } });
      const stack = new Stack(app, 'Front', { env: { region } });
      new Distribution(stack, 'Shop', {
        defaultBehavior: { origin: new HttpOrigin('shop.example') },
        additionalBehaviors: footfallBehaviors(footfall),
      });
      return stack;
    };
    expect(() => distributionIn('us-east-1')).toThrow(
      "footfallBehaviors: the distribution's stack is in us-east-1, Footfall is in eu-central-1; they must be in the same region.",
    );
    const { DistributionConfig } = partOf(Template.fromStack(distributionIn('eu-central-1'))).only(
      'AWS::CloudFront::Distribution',
    ).Properties;
    expect(DistributionConfig.Origins).toHaveLength(2);
  });

  describe('names of CloudFront’s, which are an account’s', () => {
    const namesOf = (stackProps: StackProps): string[] =>
      inShop({}, stackProps)
        .synth()
        .resources()
        .filter(({ Type }) => /^AWS::CloudFront::(Function|\w+Policy)$/.test(Type))
        .map(({ Properties: { Name, CachePolicyConfig, ResponseHeadersPolicyConfig } }) =>
          JSON.stringify(Name ?? (CachePolicyConfig ?? ResponseHeadersPolicyConfig).Name),
        );

    it.each<[string, StackProps, StackProps]>([
      ['regions', { env: { region: 'eu-central-1' } }, { env: { region: 'ap-southeast-2' } }],
      ['stack names in one region', { stackName: 'shop' }, { stackName: 'shop-staging' }],
    ])('are others in two %s', (_, one, another) => {
      const names = [...namesOf(one), ...namesOf(another)];
      expect(new Set(names).size).toBe(8);
    });

    it('are others in each region where it is not told', () => {
      const names = namesOf({});
      expect(names).toEqual(names.map(() => expect.stringContaining('{"Ref":"AWS::Region"}')));
    });

    it('are short enough, with the longest name of a stack', () => {
      for (const name of namesOf({ stackName: 'x'.repeat(128), env: { region: 'ap-southeast-2' } })) {
        expect(JSON.parse(name)).toMatch(/^[\w-]{1,64}$/);
      }
    });
  });
});
