import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  type DeploymentGaugeName,
  GAUGE_DIMENSIONS,
  METRICS_NAMESPACE,
  type SiteGaugeName,
} from '../../src/ports/Gauges.ts';
import type { CacheNode } from '../data/createCache.ts';

export const FIVE_MINUTES = Duration.minutes(5);

const told = (
  metricName: SiteGaugeName | DeploymentGaugeName,
  dimensions: { readonly [name: string]: string },
): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    // Two deployments of an account may have sites of the same id.
    dimensionsMap: { [GAUGE_DIMENSIONS.deployment]: Aws.STACK_NAME, ...dimensions },
    statistic: 'max',
    period: FIVE_MINUTES,
  });

/** What the minute aggregator tells of one site. */
export const siteMetric = (name: SiteGaugeName, site: string): Metric =>
  told(name, { [GAUGE_DIMENSIONS.site]: site });

/** And of the deployment: 1 where its cache does not answer, else 0. */
export const cacheDownMetric = (): Metric => told('CacheDown', {});

/** How many lines of level ERROR or CRITICAL these functions logged. The metric is this stack's own. */
export const loggedErrors = (scope: Construct, logGroups: readonly LogGroup[]): Metric => {
  const metricName = `LoggedErrors-${Aws.STACK_NAME}`;
  for (const [index, logGroup] of logGroups.entries()) {
    new MetricFilter(scope, `LoggedErrors${index}`, {
      logGroup,
      filterPattern: FilterPattern.any(
        FilterPattern.stringValue('$.level', '=', 'ERROR'),
        FilterPattern.stringValue('$.level', '=', 'CRITICAL'),
      ),
      metricNamespace: METRICS_NAMESPACE,
      metricName,
      metricValue: '1',
    });
  }
  return new Metric({ namespace: METRICS_NAMESPACE, metricName, statistic: 'sum', period: FIVE_MINUTES });
};

/** What ElastiCache tells of a node. */
export const cacheMetric = (
  name: 'DatabaseMemoryUsagePercentage' | 'Evictions' | 'EngineCPUUtilization',
  { clusterId }: CacheNode,
): Metric =>
  new Metric({
    namespace: 'AWS/ElastiCache',
    metricName: name,
    dimensionsMap: { CacheClusterId: clusterId },
    statistic: name === 'Evictions' ? 'sum' : 'max',
    period: FIVE_MINUTES,
  });
