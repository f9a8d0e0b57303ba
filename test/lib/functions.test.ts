import { beforeAll, describe, expect, it } from 'vitest';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { FUNCTIONS, type FunctionSpec } from '../../lib/app/functionTable.ts';
import { builtFunctions, deployment, type Resource } from './deployment.ts';

const NAMES = Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[];
const SESSION = ['MONGODB_URI', 'COOKIE_KEYS', 'ORIGIN_SECRET', 'REDIS_PASSWORD'];
const STAFF = ['COOKIE_KEYS', 'ADMIN_PASSWORD_HASH', 'ADMIN_TOKEN', 'ORIGIN_SECRET'];
const arns = (variables: readonly string[]) => variables.map((variable) => `${variable}_SECRET_ARN`);

/** As the functions' `environment.ts` read them. */
const VARIABLES: { readonly [Name in keyof typeof FUNCTIONS]: readonly string[] } = {
  track: ['QUEUE_URL', 'REDIS_URL', ...arns(SESSION)],
  storefront: ['QUEUE_URL', 'REDIS_URL', 'TABLE_NAME', ...arns([...SESSION, 'JWT_KEYS'])],
  conversions: ['QUEUE_URL', 'REDIS_URL', ...arns([...SESSION, 'CONVERSION_KEYS'])],
  people: ['QUEUE_URL', 'REDIS_URL', 'TABLE_NAME', ...arns(['MONGODB_URI', 'REDIS_PASSWORD', ...STAFF])],
  analytics: ['TABLE_NAME', ...arns(STAFF)],
  web: [],
  writer: ['DLQ_URL', ...arns(['MONGODB_URI'])],
  minute: ['DEPLOYMENT', 'QUEUE_URL', 'REDIS_URL', 'TABLE_NAME', ...arns(['MONGODB_URI', 'REDIS_PASSWORD'])],
  midnight: ['TABLE_NAME', ...arns(['MONGODB_URI'])],
};

describe('the functions', () => {
  const bundles = builtFunctions();
  let resources: (type?: string) => Resource[];
  beforeAll(() => {
    resources = deployment({ bundles }).part('App').resources;
  });
  const find = (type: string, prefix: string): Resource => {
    const found = resources(type).filter(({ id }) => id.startsWith(prefix));
    expect(found).toHaveLength(1);
    return found[0] as Resource;
  };

  it.each(NAMES)('%s runs Node 24 on arm64 with a log of its own and its own variables', (name) => {
    const { Properties } = find('AWS::Lambda::Function', `${name}Function`);
    const spec: FunctionSpec = FUNCTIONS[name];
    const logs = find('AWS::Logs::LogGroup', `${name}Logs`);
    const role = find('AWS::IAM::Role', `${name}Role`);
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      MemorySize: spec.memoryMb,
      Timeout: spec.timeoutSeconds,
      Role: { 'Fn::GetAtt': [role.id, 'Arn'] },
      LoggingConfig: { LogGroup: { Ref: logs.id }, LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
    expect(logs.Properties.RetentionInDays).toBe(30);
    expect(Object.keys(Properties.Environment.Variables).sort()).toEqual(
      ['POWERTOOLS_LOG_LEVEL', ...VARIABLES[name]].sort(),
    );
  });

  it.each(NAMES)('%s is in the VPC where it uses the cache or MongoDB, and there alone', (name) => {
    const { Properties } = find('AWS::Lambda::Function', `${name}Function`);
    const groups = JSON.stringify(Properties.VpcConfig?.SecurityGroupIds ?? []);
    const expected = {
      analytics: '[]',
      web: '[]',
      writer: 'RecordFunctions',
      midnight: 'RecordFunctions',
    } as { [name: string]: string };
    expect(groups).toContain(expected[name] ?? 'SessionFunctions');
  });

  it('no secret is in any variable', () => {
    for (const { Properties } of resources('AWS::Lambda::Function')) {
      expect(JSON.stringify(Properties)).not.toContain('{{resolve:');
    }
  });

  it('the writer takes batches from the queue of events, as its settings say', () => {
    expect(find('AWS::Lambda::EventSourceMapping', 'writer').Properties).toMatchObject({
      BatchSize: QUEUE_SETTINGS.batchSize,
      MaximumBatchingWindowInSeconds: QUEUE_SETTINGS.maxBatchingWindowSeconds,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: QUEUE_SETTINGS.maxConcurrency },
    });
    expect(find('AWS::Lambda::Function', 'writerFunction').Properties).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    );
  });

  it.each([
    ['minute', 'EveryMinute'],
    ['midnight', 'EveryFiveMinutes'],
  ])('%s is started by its schedule alone', (name, rule) => {
    expect(find('AWS::Lambda::Permission', `${name}Function`).Properties).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [find('AWS::Events::Rule', rule).id, 'Arn'] },
    });
  });
});
