import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CacheNode } from '../data/createCache.ts';

/** Of what the functions tell of themselves, as the minute aggregator names it. */
const NAMESPACE = 'Footfall';
export const FIVE_MINUTES = Duration.minutes(5);

const told = (metricName: string, dimensions: { readonly [name: string]: string }): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    // Two deployments of an account may have sites of the same id.
    dimensionsMap: { Deployment: Aws.STACK_NAME, ...dimensions },
    statistic: 'max',
    period: FIVE_MINUTES,
  });

/** What the minute aggregator tells of one site. */
export const siteMetric = (name: 'DaysBehind' | 'CrossSiteShare', site: string): Metric =>
  told(name, { Site: site });

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
      metricNamespace: NAMESPACE,
      metricName,
      metricValue: '1',
    });
  }
  return new Metric({ namespace: NAMESPACE, metricName, statistic: 'sum', period: FIVE_MINUTES });
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
