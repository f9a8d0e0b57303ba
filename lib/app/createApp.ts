import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { keepsNoCookies } from '../../src/domain/site.ts';
import type { Api } from '../api/Api.ts';
import { createHttpApi } from '../api/createHttpApi.ts';
import { createRestApi } from '../api/createRestApi.ts';
import { routedFunctions } from '../api/routedFunctions.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { Data } from '../data/createData.ts';
import type { Network } from '../network/createNetwork.ts';
import { createSchedule } from '../schedules/createSchedule.ts';
import { createFunction, type DeployedFunction } from './createFunction.ts';
import { FUNCTIONS, type FunctionName, type FunctionSpec } from './functionTable.ts';
import { secretsOf } from './secretsOf.ts';
import { createSharedPolicies } from './sharedPolicies.ts';
import type { Uses } from './uses.ts';

/** The functions of this deployment. */
export type DeployedFunctions = {
  readonly [Name in Exclude<FunctionName, 'storefront'>]: DeployedFunction;
} & {
  readonly storefront?: DeployedFunction;
};

/** Everything without state: functions, what calls them, and their API. */
export interface App {
  readonly functions: DeployedFunctions;
  readonly api: Api;
  readonly schedules: { readonly minute: CfnRule; readonly midnight: CfnRule };
  readonly uses: Uses;
}

/** An emulator has no X-Ray. */
const isTraced = ({ traces, egress }: DeployConfig): boolean => traces && egress.kind !== 'none';

const createFunctions = (
  scope: Construct,
  context: Omit<Parameters<typeof createFunction>[2], 'policies'>,
): DeployedFunctions => {
  const policies = createSharedPolicies(scope, { isTraced: isTraced(context.config) });
  const { storefront, ...others } = FUNCTIONS;
  const made = (spec: FunctionSpec): DeployedFunction =>
    createFunction(scope, spec, { ...context, policies });
  return {
    ...(Object.fromEntries(
      Object.entries(others).map(([name, spec]) => [name, made(spec)]),
    ) as DeployedFunctions),
    ...(context.config.storefront ? { storefront: made(storefront) } : {}),
  };
};

const createApi = (scope: Construct, config: DeployConfig, functions: DeployedFunctions): Api => {
  const { track, storefront, conversions, people, analytics, web } = functions;
  const options = {
    name: config.name,
    functions: routedFunctions({
      track: track.lambda,
      storefront: storefront?.lambda,
      conversions: conversions.lambda,
      people: people.lambda,
      analytics: analytics.lambda,
      web: web.lambda,
    }),
    logRetentionDays: config.logRetentionDays,
  };
  return config.api === 'http'
    ? createHttpApi(scope, options)
    : createRestApi(scope, { ...options, isAccountReal: config.egress.kind !== 'none' });
};

/** Has the writer take from the queue, as its settings say; what it reports as failed comes again alone. */
const feedWriter = ({ lambda }: DeployedFunction, { events }: Data['queues'], maxConcurrency: number): void =>
  lambda.addEventSource(
    new SqsEventSource(events, {
      batchSize: QUEUE_SETTINGS.batchSize,
      maxBatchingWindow: Duration.seconds(QUEUE_SETTINGS.maxBatchingWindowSeconds),
      maxConcurrency,
      reportBatchItemFailures: true,
    }),
  );

export const createApp = (scope: Construct, config: DeployConfig, network: Network, data: Data): App => {
  const uses = {
    data,
    secrets: secretsOf(scope, config.givenSecrets, data),
    needsSalts: config.sites.some(keepsNoCookies),
  };
  const functions = createFunctions(scope, { config, network, uses });
  // Readers before writers (docs/versions.md): what a new release sends, the writer of that release is there to read.
  const { writer, ...senders } = functions;
  for (const { lambda } of Object.values(senders)) lambda.node.addDependency(writer.lambda);
  feedWriter(functions.writer, data.queues, config.writerConcurrency);
  const schedule = (id: string, what: string, { lambda }: DeployedFunction, everyMinutes: number): CfnRule =>
    createSchedule(scope, id, { what, lambda, everyMinutes, deadLetters: data.queues.scheduleDeadLetters });
  const schedules = {
    minute: schedule('EveryMinute', 'Live metrics', functions.minute, 1),
    // Days end at any quarter of an hour, for time zones do; the aggregator knows which have.
    midnight: schedule('EveryFiveMinutes', 'The days that have ended', functions.midnight, 5),
  };
  const api = createApi(scope, config, functions);
  for (const [id, value] of [
    ['ApiUrl', api.url],
    ['MinuteFunctionName', functions.minute.lambda.functionName],
    ['MidnightFunctionName', functions.midnight.lambda.functionName],
    ['WriterFunctionName', functions.writer.lambda.functionName],
    ['TrackFunctionName', functions.track.lambda.functionName],
    ['MinuteRuleName', schedules.minute.ref],
  ] as const) {
    new CfnOutput(scope, id, { value });
  }
  return { functions, api, schedules, uses };
};
