import { describe, expect, it } from 'vitest';
import type { DeployContext } from '../../lib/config/contextDefaults.ts';
import { builtFunctions, deployment, EMULATED, PRIVATELINK, type Resource } from './deployment.ts';

const bundles = builtFunctions();
const network = (context: DeployContext) => deployment({ bundles, context }).part('Network');

const group = (resources: readonly Resource[], id: string) =>
  resources.find((resource) => resource.id === id)?.Properties;

describe('egress=nat', () => {
  const part = network({ egress: 'nat', natGateways: '2' });

  it('has a fixed address for each gateway, and tells them', () => {
    expect(part.resources('AWS::EC2::NatGateway')).toHaveLength(2);
    const addresses = part.resources('AWS::EC2::EIP').map(({ id }) => id);
    expect(addresses).toHaveLength(2);
    const told = JSON.stringify(part.template.toJSON().Outputs.EgressAddress);
    for (const address of addresses) expect(told).toContain(address);
  });

  it('spans two zones without any look-up', () => {
    const zones = part.resources('AWS::EC2::Subnet').map(({ Properties }) => Properties.AvailabilityZone);
    expect(new Set(zones.map((zone) => JSON.stringify(zone))).size).toBe(2);
    expect(zones).toContainEqual({ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] });
  });

  it('lets functions reach AWS, Atlas and the cache, and the cache takes the session functions only', () => {
    const groups = part.resources('AWS::EC2::SecurityGroup');
    const ports = (id: string) =>
      group(groups, id).SecurityGroupEgress.map(
        ({ FromPort, ToPort }: { FromPort: number; ToPort: number }) => `${FromPort}-${ToPort}`,
      );
    expect(ports('SessionFunctions')).toEqual(['443-443', '27015-27017', '6380-6380']);
    expect(ports('RecordFunctions')).toEqual(['443-443', '27015-27017']);
    expect(group(groups, 'Cache').SecurityGroupIngress).toEqual([
      expect.objectContaining({
        FromPort: 6_380,
        ToPort: 6_380,
        SourceSecurityGroupId: { 'Fn::GetAtt': ['SessionFunctions', 'GroupId'] },
      }),
    ]);
    for (const id of ['SessionFunctions', 'RecordFunctions']) {
      expect(group(groups, id)).not.toHaveProperty('SecurityGroupIngress');
    }
  });

  it('logs what was refused', () => {
    expect(part.only('AWS::EC2::FlowLog').Properties.TrafficType).toBe('REJECT');
  });
});

describe('egress=privatelink', () => {
  const part = network(PRIVATELINK);

  it('has endpoints for SQS, Secrets Manager and Atlas, which take the functions only', () => {
    const endpoints = part
      .resources('AWS::EC2::VPCEndpoint')
      .filter(({ Properties }) => Properties.VpcEndpointType === 'Interface');
    const names = endpoints.map(({ Properties }) => JSON.stringify(Properties.ServiceName));
    expect(names).toEqual([
      expect.stringContaining('.sqs'),
      expect.stringContaining('.secretsmanager'),
      JSON.stringify(PRIVATELINK.atlasServiceName),
    ]);
    const groups = part.resources('AWS::EC2::SecurityGroup');
    for (const id of ['Endpoints', 'AtlasEndpointGroup']) {
      expect(
        group(groups, id).SecurityGroupIngress.map(
          ({ SourceSecurityGroupId }: { SourceSecurityGroupId: unknown }) => SourceSecurityGroupId,
        ),
      ).toEqual([
        { 'Fn::GetAtt': ['SessionFunctions', 'GroupId'] },
        { 'Fn::GetAtt': ['RecordFunctions', 'GroupId'] },
      ]);
    }
  });

  it('has no way out of the VPC', () => {
    for (const type of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway', 'AWS::EC2::EIP']) {
      expect(part.resources(type)).toEqual([]);
    }
  });
});

describe('every egress', () => {
  it.each([PRIVATELINK, EMULATED])('%o has the functions where they are with egress=nat', (context) => {
    const functionSubnets = (part: ReturnType<typeof network>) =>
      part
        .resources('AWS::EC2::Subnet')
        .filter(({ id }) => id.includes('Functions'))
        .map(({ id, Properties: { CidrBlock, AvailabilityZone } }) => ({ id, CidrBlock, AvailabilityZone }));
    const subnets = functionSubnets(network({}));
    expect(subnets).toHaveLength(2);
    expect(functionSubnets(network(context))).toEqual(subnets);
  });

  it.each([{}, PRIVATELINK, EMULATED])('%o reaches DynamoDB by a gateway endpoint', (context) => {
    const gateways = network(context)
      .resources('AWS::EC2::VPCEndpoint')
      .filter(({ Properties }) => Properties.VpcEndpointType === 'Gateway');
    expect(gateways.map(({ Properties }) => JSON.stringify(Properties.ServiceName))).toEqual([
      expect.stringContaining('.dynamodb'),
    ]);
  });
});
