import { CfnOutput, CrossStackReferences, Fn, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnSecurityGroup,
  CfnVPCEndpoint,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type IVpc,
  NatProvider,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CacheChoice, DeployConfig, EgressChoice } from '../config/DeployConfig.ts';
import { acknowledge } from '../nag/acknowledge.ts';

/** Not the default one (6379): what scans for it finds nothing. */
export const CACHE_PORT = 6_380;
const HTTPS = 443;
/** "Network Access" of MongoDB Atlas: 27015 to 27017. */
const ATLAS_PORTS = { fromPort: 27_015, toPort: 27_017 };
/** "Private endpoints" of MongoDB Atlas: a port for each node of a cluster. */
const ATLAS_PRIVATE_PORTS = { fromPort: 1_024, toPort: 65_535 };
/** Of the VPC. */
const CIDR = '10.78.0.0/20';
const ANYWHERE = '0.0.0.0/0';

/** Of private endpoints; it takes our functions, at these ports. */
export interface EndpointGroup {
  readonly id: 'Services' | 'Atlas';
  readonly group: CfnSecurityGroup;
  readonly ports: { readonly fromPort: number; readonly toPort: number };
}

/** Where functions run that use the cache or MongoDB. */
export interface Network {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  /** Of functions that use the cache. */
  readonly sessionSecurityGroup: ISecurityGroup;
  /** Of functions that use MongoDB and no cache. */
  readonly recordSecurityGroup: ISecurityGroup;
  /** Of the cache; takes none but the session functions. */
  readonly cacheSecurityGroup: CfnSecurityGroup | undefined;
  /** None but with privatelink. */
  readonly endpointGroups: readonly EndpointGroup[];
}

const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });

const createVpc = (scope: Construct, egress: EgressChoice): Vpc => {
  const isNat = egress.kind === 'nat';
  const addresses = isNat
    ? Array.from(
        { length: egress.gateways },
        (_, index) => new CfnEIP(scope, `EgressAddress${index + 1}`, { domain: 'vpc' }),
      )
    : [];
  const functionsAre = isNat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED;
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(CIDR),
    maxAzs: 2,
    subnetConfiguration: [
      // Where there is none its addresses are kept free: the functions' subnets stay what they are when `egress` changes.
      { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 26, reserved: !isNat },
      { name: 'Functions', subnetType: functionsAre, cidrMask: 22 },
    ],
    ...(isNat
      ? {
          natGateways: egress.gateways,
          natGatewayProvider: NatProvider.gateway({
            eipAllocationIds: addresses.map(({ attrAllocationId }) => attrAllocationId),
          }),
        }
      : {}),
    gatewayEndpoints: { DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    // It would be a custom resource with a function of its own; nothing is ever put into the default group.
    restrictDefaultSecurityGroup: false,
  });
  if (isNat) {
    new CfnOutput(scope, 'EgressAddress', {
      value: Fn.join(
        ',',
        addresses.map(({ attrPublicIp }) => attrPublicIp),
      ),
      description: 'The addresses that MongoDB Atlas must let in.',
    });
  }
  return vpc;
};

const cachePortOf = (cache: CacheChoice): number =>
  cache.kind === 'elasticache' ? CACHE_PORT : Number(new URL(cache.url).port || 6_379);

/** What functions may reach. Their rules stand in the groups themselves: an emulator has no rules apart from groups. */
const egressRules = (egress: EgressChoice): CfnSecurityGroup.EgressProperty[] => [
  { ...tcp(HTTPS), cidrIp: ANYWHERE, description: 'AWS services' },
  egress.kind === 'privatelink'
    ? {
        ipProtocol: 'tcp',
        ...ATLAS_PRIVATE_PORTS,
        cidrIp: CIDR,
        description: 'MongoDB Atlas by its private endpoint',
      }
    : { ipProtocol: 'tcp', ...ATLAS_PORTS, cidrIp: ANYWHERE, description: 'MongoDB Atlas' },
];

const createFunctionGroups = (scope: Construct, vpc: Vpc, { egress, cache }: DeployConfig) => {
  const world = egressRules(egress);
  const toCache = {
    ...tcp(cachePortOf(cache)),
    cidrIp: cache.kind === 'elasticache' ? CIDR : ANYWHERE,
    description: 'Hot sessions',
  };
  const groupOf = (id: string, description: string, rules: CfnSecurityGroup.EgressProperty[]) =>
    new CfnSecurityGroup(scope, id, {
      groupDescription: description,
      vpcId: vpc.vpcId,
      securityGroupEgress: rules,
    });
  return {
    session: groupOf('SessionFunctions', 'Functions that use the cache', [...world, toCache]),
    record: groupOf('RecordFunctions', 'Functions that use MongoDB and no cache', world),
  };
};

/**
 * Of the cache. It is there without one, too: where a deployment turns to a cache that is given, this stack is updated before the one
 * that still has the old cache in the group.
 */
const createCacheGroup = (
  scope: Construct,
  vpc: Vpc,
  sessionFunctions: CfnSecurityGroup,
): CfnSecurityGroup => {
  const group = new CfnSecurityGroup(scope, 'Cache', {
    groupDescription: 'The cache of hot sessions',
    vpcId: vpc.vpcId,
    securityGroupIngress: [
      {
        ...tcp(CACHE_PORT),
        sourceSecurityGroupId: sessionFunctions.attrGroupId,
        description: 'From the session functions',
      },
    ],
  });
  CrossStackReferences.of(group).produce(ReferenceStrength.WEAK);
  return group;
};

const createEndpoints = (
  scope: Construct,
  vpc: Vpc,
  subnets: SubnetSelection,
  functionGroups: readonly CfnSecurityGroup[],
  atlasServiceName: string,
): EndpointGroup[] => {
  const groupOf = (id: string, description: string, ports: { fromPort: number; toPort: number }) =>
    new CfnSecurityGroup(scope, id, {
      groupDescription: description,
      vpcId: vpc.vpcId,
      securityGroupIngress: functionGroups.map(({ attrGroupId }) => ({
        ipProtocol: 'tcp',
        ...ports,
        sourceSecurityGroupId: attrGroupId,
        description: 'From the functions',
      })),
      // It answers, and asks nothing.
      securityGroupEgress: [
        {
          ipProtocol: 'icmp',
          fromPort: 252,
          toPort: 86,
          cidrIp: '255.255.255.255/32',
          description: 'Nothing',
        },
      ],
    });
  const servicePorts = { fromPort: HTTPS, toPort: HTTPS };
  const services = groupOf('Endpoints', 'Endpoints of AWS services', servicePorts);
  for (const [id, service] of [
    ['SqsEndpoint', InterfaceVpcEndpointAwsService.SQS],
    ['SecretsManagerEndpoint', InterfaceVpcEndpointAwsService.SECRETS_MANAGER],
  ] as const) {
    vpc.addInterfaceEndpoint(id, {
      service,
      subnets,
      open: false,
      securityGroups: [
        SecurityGroup.fromSecurityGroupId(scope, `${id}Group`, services.attrGroupId, { mutable: false }),
      ],
    });
  }
  const atlas = groupOf('AtlasEndpointGroup', 'Private endpoint of MongoDB Atlas', ATLAS_PRIVATE_PORTS);
  // Atlas has a DNS of its own, which names the endpoint's addresses: no private DNS here.
  new CfnVPCEndpoint(scope, 'AtlasEndpoint', {
    vpcEndpointType: 'Interface',
    vpcId: vpc.vpcId,
    serviceName: atlasServiceName,
    subnetIds: vpc.selectSubnets(subnets).subnetIds,
    securityGroupIds: [atlas.attrGroupId],
    privateDnsEnabled: false,
  });
  return [
    { id: 'Services', group: services, ports: servicePorts },
    { id: 'Atlas', group: atlas, ports: ATLAS_PRIVATE_PORTS },
  ];
};

/** Refused connections alone: who was answered is nobody's business. */
const logRefusedFlows = (scope: Construct, vpc: Vpc, retention: RetentionDays): void => {
  const logs = new LogGroup(scope, 'FlowLogs', { retention, removalPolicy: RemovalPolicy.DESTROY });
  vpc.addFlowLog('Refused', {
    destination: FlowLogDestination.toCloudWatchLogs(logs),
    trafficType: FlowLogTrafficType.REJECT,
  });
};

/** The VPC, in two zones, without any look-up, and the groups that say who reaches whom in it. */
export const createNetwork = (scope: Construct, config: DeployConfig): Network => {
  const { egress, cache } = config;
  const vpc = createVpc(scope, egress);
  const subnets = { subnetGroupName: 'Functions' };
  const groups = createFunctionGroups(scope, vpc, config);
  const cacheGroup = createCacheGroup(scope, vpc, groups.session);
  const endpointGroups =
    egress.kind === 'privatelink'
      ? createEndpoints(scope, vpc, subnets, [groups.session, groups.record], egress.atlasServiceName)
      : [];
  if (egress.kind === 'none') {
    acknowledge(vpc, 'AwsSolutions-VPC7', 'An emulator has no flow logs; accounts have no egress=none.');
  } else {
    logRefusedFlows(scope, vpc, config.logRetentionDays);
  }
  const imported = (id: string, group: CfnSecurityGroup): ISecurityGroup =>
    SecurityGroup.fromSecurityGroupId(scope, id, group.attrGroupId, { mutable: false });
  return {
    vpc: vpc as IVpc,
    subnets,
    sessionSecurityGroup: imported('SessionGroup', groups.session),
    recordSecurityGroup: imported('RecordGroup', groups.record),
    cacheSecurityGroup: cache.kind === 'elasticache' ? cacheGroup : undefined,
    endpointGroups,
  };
};
