import { Metrics } from '@aws-lambda-powertools/metrics';

/** A number of now. */
export interface Gauge {
  readonly name: string;
  readonly unit: 'Count' | 'Percent';
  readonly value: number;
}

/** Tells numbers of a site, or of the deployment as a whole. */
export type EmitGauges = (gauges: readonly Gauge[], site?: string) => void;

/** The metrics' namespace in CloudWatch. */
const NAMESPACE = 'Footfall';

/**
 * Numbers for CloudWatch, as a line of the function's log (embedded metric format), under the dimension `Deployment` and, those of
 * a site, `Site`.
 * @param deployment its name: an account may have several, with sites of the same id
 */
export const powertoolsMetrics = (deployment: string): EmitGauges => {
  const metrics = new Metrics({ namespace: NAMESPACE });
  // The library's own dimension, `service`, would make another metric of each than the alarms look at.
  metrics.clearDefaultDimensions();
  return (gauges, site) => {
    if (gauges.length === 0) return;
    metrics.addDimension('Deployment', deployment);
    if (site !== undefined) metrics.addDimension('Site', site);
    for (const { name, unit, value } of gauges) metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
};
