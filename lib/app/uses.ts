import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { loginKey, saltRange } from '../../src/adapters/dynamodb/itemKeys.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Data } from '../data/createData.ts';
import type { FunctionSpec } from './functionTable.ts';
import type { ReadableSecret, Secrets } from './secretsOf.ts';

/** What there is to use, to make environments and permissions of. */
export interface Uses {
  readonly data: Data;
  readonly secrets: Secrets;
  /** Whether a site keeps no cookies: its visitors are known by the salts of their days. */
  readonly needsSalts: boolean;
}

/** What of it somebody uses. */
export type Used = Pick<
  FunctionSpec,
  'secrets' | 'cache' | 'events' | 'deadLetters' | 'table' | 'salts' | 'metrics'
>;

/** What `src/adapters/dynamodb/dynamoTable.ts` calls. */
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE_ITEMS = [
  ...READ_ITEMS,
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
];
const ASK_FOR_SALTS = ['dynamodb:GetItem', 'dynamodb:PutItem'];
const COUNT_LOGINS = ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

const secretsUsed = (used: Used, { secrets }: Uses): (readonly [variable: string, ReadableSecret])[] =>
  used.secrets.flatMap((variable) => {
    const secret = secrets[variable];
    return secret ? [[variable, secret] as const] : [];
  });

/** Hash tags a node, so that each node gets about as many as the others. */
const TAGS_A_NODE = 10;

const clusterVariables = ({ shards }: Data['cache']): { [variable: string]: string } =>
  shards > 1 ? { REDIS_CLUSTER: 'true', REDIS_SHARDS: String(Math.max(16, TAGS_A_NODE * shards)) } : {};

/** The variables by which it is found. Of a secret they tell where it is, never what it says. */
export const environmentOf = (used: Used, uses: Uses): { [variable: string]: string } => {
  const { queues, table, cache } = uses.data;
  return {
    ...Object.fromEntries(
      secretsUsed(used, uses).map(([variable, { id }]) => [`${variable}_SECRET_ARN`, id]),
    ),
    ...(used.cache ? { REDIS_URL: cache.url, ...clusterVariables(cache) } : {}),
    ...(used.events ? { QUEUE_URL: queues.events.queueUrl } : {}),
    ...(used.deadLetters ? { DLQ_URL: queues.deadLetters.queueUrl } : {}),
    ...(used.table || (used.salts && uses.needsSalts) ? { TABLE_NAME: table.tableName } : {}),
    ...(used.metrics ? { DEPLOYMENT: Aws.STACK_NAME } : {}),
  };
};

const tableStatements = (access: FunctionSpec['table'], table: string): PolicyStatement[] => {
  const items = (actions: string[]) => new PolicyStatement({ actions, resources: [table] });
  const logins = () =>
    new PolicyStatement({
      actions: COUNT_LOGINS,
      resources: [table],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [loginKey('').pk] } },
    });
  switch (access) {
    case undefined:
      return [];
    case 'logins':
      return [logins()];
    case 'read':
      return [items(READ_ITEMS)];
    case 'read-and-logins':
      return [items(READ_ITEMS), logins()];
    case 'write':
      return [items(WRITE_ITEMS)];
  }
};

/** The partitions of all sites' salts, and no other. */
const saltStatement = (table: string): PolicyStatement =>
  new PolicyStatement({
    actions: ASK_FOR_SALTS,
    resources: [table],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [saltRange('*' as SiteId).pk] },
    },
  });

/** What it takes to use that, and nothing more. */
export const statementsOf = (used: Used, uses: Uses): PolicyStatement[] => {
  const { queues, table } = uses.data;
  const on = (action: string, resources: string[]) => new PolicyStatement({ actions: [action], resources });
  const secrets = secretsUsed(used, uses).flatMap(([, { resources }]) => resources);
  return [
    ...(secrets.length > 0 ? [on('secretsmanager:GetSecretValue', secrets)] : []),
    ...(used.events ? [on('sqs:SendMessage', [queues.events.queueArn])] : []),
    ...(used.events === 'send-and-depth' ? [on('sqs:GetQueueAttributes', [queues.events.queueArn])] : []),
    ...(used.deadLetters ? [on('sqs:SendMessage', [queues.deadLetters.queueArn])] : []),
    ...tableStatements(used.table, table.tableArn),
    ...(used.salts && uses.needsSalts ? [saltStatement(table.tableArn)] : []),
  ];
};
