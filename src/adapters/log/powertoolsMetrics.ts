import { Metrics } from '@aws-lambda-powertools/metrics';
import { type EmitGauges, GAUGE_DIMENSIONS, METRICS_NAMESPACE } from '../../ports/Gauges.ts';

/**
 * Numbers for CloudWatch, as a line of the function's log (embedded metric format), under the dimension `Deployment` and, those of
 * a site, `Site`.
 * @param deployment its name: an account may have several, with sites of the same id
 */
export const powertoolsMetrics = (deployment: string): EmitGauges => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE });
  // The library's own dimension, `service`, would make another metric of each than the alarms look at.
  metrics.clearDefaultDimensions();
  return (gauges, site) => {
    if (gauges.length === 0) return;
    metrics.addDimension(GAUGE_DIMENSIONS.deployment, deployment);
    if (site !== undefined) metrics.addDimension(GAUGE_DIMENSIONS.site, site);
    for (const { name, unit, value } of gauges) metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
};
