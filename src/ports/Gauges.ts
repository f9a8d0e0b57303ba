/** The namespace in which CloudWatch keeps what we tell of ourselves. */
export const METRICS_NAMESPACE = 'Footfall';

/** By which a gauge is found there: the deployment's name, and a site's id where it is of one. */
export const GAUGE_DIMENSIONS = { deployment: 'Deployment', site: 'Site' } as const;

/** What is told of a site. */
export type SiteGaugeName = 'DaysBehind' | 'CrossSiteShare';
/** What is told of the deployment as a whole. */
export type DeploymentGaugeName = 'CacheDown';

/** A number of now. */
export interface Gauge {
  readonly name: SiteGaugeName | DeploymentGaugeName;
  readonly unit: 'Count' | 'Percent';
  readonly value: number;
}

/** Tells numbers of a site, or of the deployment as a whole. */
export type EmitGauges = (gauges: readonly Gauge[], site?: string) => void;
