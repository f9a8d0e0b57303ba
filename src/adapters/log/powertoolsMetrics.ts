import { Metrics } from '@aws-lambda-powertools/metrics';

/** A number of now, of one site. */
export interface Gauge {
  readonly name: string;
  readonly unit: 'Count' | 'Percent';
  readonly value: number;
}

/** The metrics' namespace in CloudWatch. */
const NAMESPACE = 'Footfall';

/**
 * A site's numbers for CloudWatch, as a line of the function's log (embedded metric format), under the one dimension `Site`.
 * @returns tells some of one site
 */
export const powertoolsMetrics = (): ((site: string, gauges: readonly Gauge[]) => void) => {
  const metrics = new Metrics({ namespace: NAMESPACE });
  // The library's own dimension, `service`, would make another metric of each than the alarms look at.
  metrics.clearDefaultDimensions();
  return (site, gauges) => {
    if (gauges.length === 0) return;
    metrics.addDimension('Site', site);
    for (const { name, unit, value } of gauges) metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
};
