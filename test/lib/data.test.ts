import { CreateTableCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { builtFunctions, deployment, EMULATED, type Resource, type SynthesisedPart } from './deployment.ts';

/** Outlives its stack, but not a first deployment that fails. */
const KEPT = 'RetainExceptOnCreate';

/** What `createTable` asks of a server. */
const askedForTable = async () => {
  const asked: { table?: CreateTableCommand['input']; ttl?: UpdateTimeToLiveCommand['input'] } = {};
  const send = async (command: { readonly input: unknown }) => {
    if (command instanceof CreateTableCommand) asked.table = command.input;
    if (command instanceof UpdateTimeToLiveCommand) asked.ttl = command.input;
    return { Table: { TableStatus: 'ACTIVE' } };
  };
  await createTable({ client: { send } as unknown as DynamoDBClient, tableName: 'metrics' });
  return asked;
};

describe('what has state', () => {
  const bundles = builtFunctions();
  let data: SynthesisedPart;
  beforeAll(() => {
    data = deployment({ bundles }).part('Data');
  });
  const queue = (prefix: string): Resource =>
    data
      .resources('AWS::SQS::Queue')
      .find(({ id }) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id)) as Resource;

  it('the table is the one that the adapters make where there is no stack', async () => {
    const { table, ttl } = await askedForTable();
    const { Properties, DeletionPolicy } = data.only('AWS::DynamoDB::Table');
    expect(Properties).toMatchObject({
      KeySchema: table?.KeySchema,
      AttributeDefinitions: table?.AttributeDefinitions,
      BillingMode: table?.BillingMode,
      TimeToLiveSpecification: ttl?.TimeToLiveSpecification,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(DeletionPolicy).toBe('Retain');
  });

  it('the queue of events is as the writer’s settings say, and gives up to the dead letters', () => {
    expect(queue('Events').Properties).toMatchObject({
      VisibilityTimeout: QUEUE_SETTINGS.visibilityTimeoutSeconds,
      MessageRetentionPeriod: QUEUE_SETTINGS.retentionDays * 86_400,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [queue('DeadLetters').id, 'Arn'] },
        maxReceiveCount: QUEUE_SETTINGS.maxReceiveCount,
      },
    });
    for (const letters of ['DeadLetters', 'ScheduleDeadLetters']) {
      expect(queue(letters).Properties.MessageRetentionPeriod).toBe(
        QUEUE_SETTINGS.deadLetterRetentionDays * 86_400,
      );
    }
  });

  it('every queue is encrypted, takes TLS only, and outlives the stack', () => {
    const policies = data.resources('AWS::SQS::QueuePolicy');
    for (const { id, Properties, DeletionPolicy } of data.resources('AWS::SQS::Queue')) {
      expect(DeletionPolicy).toBe(KEPT);
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      const policy = policies.find((each) => JSON.stringify(each.Properties.Queues).includes(id));
      expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it('only the schedules of this account may send to their dead letters', () => {
    const policy = data
      .resources('AWS::SQS::QueuePolicy')
      .find(({ Properties }) => JSON.stringify(Properties.Queues).includes('ScheduleDeadLetters'));
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  it('the cache is Valkey behind TLS, with a generated password, at another port than the usual one', () => {
    const { Properties } = data.only('AWS::ElastiCache::ReplicationGroup');
    const password = data
      .resources('AWS::SecretsManager::Secret')
      .find(({ id }) => id.startsWith('SecretsRedisPassword'));
    expect(Properties).toMatchObject({
      Engine: 'valkey',
      CacheNodeType: 'cache.t4g.micro',
      Port: 6_380,
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
      AuthToken: {
        'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: password?.id }, ':SecretString:::}}']],
      },
    });
  });

  it('a cache of several nodes is a cluster, which the functions are told, and every node is watched', () => {
    const cluster = deployment({ bundles, context: { cacheShards: '3' } });
    const app = cluster.part('App');
    expect(cluster.part('Data').only('AWS::ElastiCache::ReplicationGroup').Properties).toMatchObject({
      NumNodeGroups: 3,
      ReplicasPerNodeGroup: 0,
      AutomaticFailoverEnabled: true,
      CacheParameterGroupName: 'default.valkey8.cluster.on',
    });
    const track = app
      .resources('AWS::Lambda::Function')
      .find(({ Properties }) => Properties.Description.includes('POST /track'));
    const { REDIS_URL, ...variables } = track?.Properties.Environment.Variables ?? {};
    expect(variables).toMatchObject({ REDIS_CLUSTER: 'true', REDIS_SHARDS: '30' });
    expect(JSON.stringify(REDIS_URL)).toContain('ConfigurationEndPoint');
    const watched = app
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.MetricName === 'Evictions')
      .map(({ Properties }) => JSON.stringify(Properties.Dimensions));
    expect(watched).toHaveLength(3);
    for (const node of ['-0001-001', '-0002-001', '-0003-001']) {
      expect(watched.filter((dimensions) => dimensions.includes(node))).toHaveLength(1);
    }
  });

  it('each generated secret fits a key ring, a header and ElastiCache, and outlives the stack', () => {
    const secrets = data.resources('AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(5);
    for (const { Properties, DeletionPolicy } of secrets) {
      expect(Properties.GenerateSecretString).toMatchObject({ PasswordLength: 64, ExcludePunctuation: true });
      expect(DeletionPolicy).toBe(KEPT);
    }
  });

  it('its outputs are those that commands and operators ask for', () => {
    const outputs = Object.keys(data.template.toJSON().Outputs);
    expect(outputs.filter((id) => !/^(Exports|Publish)Output/.test(id)).sort()).toEqual([
      'CacheEndpoint',
      'ConversionKeysSecret',
      'CookieKeysSecret',
      'DeadLetterQueueUrl',
      'JwtKeysSecret',
      'OriginSecret',
      'QueueUrl',
      'RedisPasswordSecret',
      'ScheduleDeadLetterQueueUrl',
      'TableName',
    ]);
  });

  it('with keepData=false nothing of it stays', () => {
    const { part } = deployment({ bundles, context: EMULATED });
    expect(part('Data').only('AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(false);
    for (const { DeletionPolicy } of part('Data').resources()) {
      expect(DeletionPolicy ?? 'Delete').toBe('Delete');
    }
  });
});
