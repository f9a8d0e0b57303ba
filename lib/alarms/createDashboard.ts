import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { SiteGaugeName } from '../../src/ports/Gauges.ts';
import type { App } from '../app/createApp.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { Data } from '../data/createData.ts';
import { cacheDownMetric, cacheMetric, FIVE_MINUTES, siteMetric } from './metrics.ts';

/** More lines than these on one graph, and nobody sees any. */
const MAX_SITES_SHOWN = 10;
const WIDTH = 12;

/** One page of graphs, in the order in which one looks: what visitors notice, what waits, what is behind. */
export const createDashboard = (
  scope: Construct,
  { sites }: DeployConfig,
  { functions }: App,
  { queues, cache }: Data,
): Dashboard => {
  const lambdas = Object.entries(functions).map(([name, { lambda }]) => ({ name, lambda }));
  const each = (metric: 'Invocations' | 'Errors' | 'Duration', statistic: string): IMetric[] =>
    lambdas.map(({ name, lambda }) =>
      lambda.metric(metric, { statistic, label: name, period: FIVE_MINUTES }),
    );
  const graph = (title: string, left: IMetric[], right: IMetric[] = []): GraphWidget =>
    new GraphWidget({ title, left, right, width: WIDTH });
  const shown = sites.slice(0, MAX_SITES_SHOWN);
  const ofSites = (name: SiteGaugeName): IMetric[] =>
    shown.map(({ id }) => siteMetric(name, id).with({ label: id }));
  const ofNodes = (name: Parameters<typeof cacheMetric>[0]): IMetric[] =>
    cache.nodes.map((node) => cacheMetric(name, node).with({ label: `${name} ${node.name}` }));
  const period = { period: FIVE_MINUTES };
  return new Dashboard(scope, 'Dashboard', {
    widgets: [
      [graph('Runs', each('Invocations', 'sum')), graph('Errors', each('Errors', 'sum'))],
      [
        graph('Slowest of a hundred, ms', each('Duration', 'p99')),
        graph(
          'Queue',
          [
            queues.events.metricApproximateNumberOfMessagesVisible({ ...period, label: 'waiting' }),
            queues.deadLetters.metricApproximateNumberOfMessagesVisible({ ...period, label: 'dead letters' }),
          ],
          [queues.events.metricApproximateAgeOfOldestMessage({ ...period, label: 'oldest, s' })],
        ),
      ],
      [
        graph('Days without final numbers', ofSites('DaysBehind')),
        graph('Cross-site share of /track, %', ofSites('CrossSiteShare')),
      ],
      [graph('Cache does not answer', [cacheDownMetric().with({ label: 'down' })])],
      ...(cache.nodes.length > 0
        ? [
            [
              graph('Cache, %', [
                ...ofNodes('DatabaseMemoryUsagePercentage'),
                ...ofNodes('EngineCPUUtilization'),
              ]),
              graph('Sessions evicted', ofNodes('Evictions')),
            ],
          ]
        : []),
    ],
  });
};
