import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTION_ROUTES } from '../../functions/routes.ts';
import { ALARMING_CROSS_SITE_SHARE } from '../../src/domain/metrics/crossSite.ts';
import type { App } from '../app/createApp.ts';
import type { DeployedFunction } from '../app/createFunction.ts';
import type { FunctionName } from '../app/functionTable.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { CacheNode } from '../data/createCache.ts';
import type { Data } from '../data/createData.ts';
import { ALARMS, type AlarmId, RUNBOOK } from './alarmTable.ts';
import { createAlarmTopic } from './alarmTopic.ts';
import { cacheDownMetric, cacheMetric, FIVE_MINUTES, loggedErrors, siteMetric } from './metrics.ts';

/** When an alarm is raised: at so much or more, in so many periods one after another. */
interface Condition {
  readonly metric: IMetric;
  readonly atLeast: number;
  readonly periods: number;
  readonly missingIs?: TreatMissingData;
}

type Conditions = { readonly [Id in AlarmId]?: Condition };

const ONE_MINUTE = { period: Duration.minutes(1), statistic: 'max' };

const waiting = (queue: Queue): Condition => ({
  metric: queue.metricApproximateNumberOfMessagesVisible(ONE_MINUTE),
  atLeast: 1,
  periods: 1,
});

/** Of the deployment as a whole. */
const conditionsOf = (scope: Construct, { functions }: App, { queues }: Data): Conditions => ({
  deadLetters: waiting(queues.deadLetters),
  scheduleDeadLetters: waiting(queues.scheduleDeadLetters),
  oldestMessage: {
    metric: queues.events.metricApproximateAgeOfOldestMessage(ONE_MINUTE),
    atLeast: FIVE_MINUTES.toSeconds(),
    periods: 1,
  },
  // One batch that failed comes again, and hardly anybody notices.
  writerErrors: { metric: functions.writer.lambda.metricErrors(), atLeast: 1, periods: 2 },
  loggedErrors: {
    metric: loggedErrors(
      scope,
      Object.values(functions).map(({ logs }) => logs),
    ),
    atLeast: 1,
    periods: 1,
  },
  cacheDown: { metric: cacheDownMetric(), atLeast: 1, periods: 3 },
});

const conditionsOfCacheNode = (node: CacheNode): Conditions => ({
  cacheMemory: { metric: cacheMetric('DatabaseMemoryUsagePercentage', node), atLeast: 80, periods: 3 },
  cacheEvictions: { metric: cacheMetric('Evictions', node), atLeast: 1, periods: 1 },
});

/** Of one function. */
const conditionsOfFunction = (name: FunctionName, { lambda }: DeployedFunction): Conditions => {
  const errors = lambda.metricErrors();
  return {
    throttles: { metric: lambda.metricThrottles(), atLeast: 1, periods: 1 },
    // One alone is a container that died; a fault has three within five minutes even of a quiet shop.
    ...(name in FUNCTION_ROUTES ? { requestErrors: { metric: errors, atLeast: 3, periods: 1 } } : {}),
    ...(name === 'minute' || name === 'midnight'
      ? { aggregatorErrors: { metric: errors, atLeast: 1, periods: 3 } }
      : {}),
  };
};

const conditionsOfSite = (site: string): Conditions => ({
  dayNotAggregated: {
    metric: siteMetric('DaysBehind', site),
    atLeast: 1,
    periods: 3,
    // The minute aggregator tells it each minute: where nothing is told, nothing is aggregated.
    missingIs: TreatMissingData.BREACHING,
  },
  crossSite: {
    metric: siteMetric('CrossSiteShare', site),
    atLeast: 100 * ALARMING_CROSS_SITE_SHARE,
    periods: 3,
  },
});

/** The alarms, each told by one topic, each saying what it means and where the runbook goes on. */
export const createAlarms = (scope: Construct, config: DeployConfig, app: App, data: Data): void => {
  const place = new Construct(scope, 'Alarms');
  const tell = new SnsAction(createAlarmTopic(place, config.alarmEmail));
  /** @param of the function or site that it is of */
  const create = (conditions: Conditions, of?: string): void => {
    for (const [id, { metric, atLeast, periods, missingIs }] of Object.entries(conditions)) {
      const { title, means, slug } = ALARMS[id as AlarmId];
      const subject = of === undefined ? '' : ` (${of})`;
      new Alarm(place, of === undefined ? id : `${id}-${of}`, {
        alarmDescription: `${title}${subject}. ${means} See ${RUNBOOK}#${slug}`,
        metric,
        threshold: atLeast,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: missingIs ?? TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(tell);
    }
  };
  create(conditionsOf(place, app, data));
  for (const [name, deployed] of Object.entries(app.functions)) {
    create(conditionsOfFunction(name as FunctionName, deployed), name);
  }
  const [theNode, ...furtherNodes] = data.cache.nodes;
  if (theNode) create(conditionsOfCacheNode(theNode));
  for (const node of furtherNodes) create(conditionsOfCacheNode(node), node.name);
  for (const { id } of config.sites) create(conditionsOfSite(id), id);
};
