import type { BehaviorOptions } from 'aws-cdk-lib/aws-cloudfront';
import { FUNCTION_ROUTES, SHOP_PAGES } from '../../functions/routes.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Footfall } from '../Footfall.ts';
import { FILE_PATHS } from './createBehaviors.ts';

/** The demo shop's are not a shop's own, and what answers at `/health` is for who runs it. */
const { storefront: _, ...PLACES } = FUNCTION_ROUTES;
const isOwn = (path: string): boolean => path !== '/health' && !SHOP_PAGES.includes(path);

const covers = (wide: string, narrow: string): boolean =>
  wide !== narrow && wide.endsWith('*') && narrow.startsWith(wide.slice(0, -1));

/** The application's paths, as CloudFront names them: none that another covers. */
const requestPaths = (): string[] => {
  const patterns = Object.values(PLACES)
    .flat()
    .filter(isOwn)
    .map((path) => path.replace('{proxy+}', '*'));
  return [...new Set(patterns)].filter((path) => !patterns.some((other) => covers(other, path)));
};

/**
 * What to add to a distribution of the shop's own, so that Footfall is a path on the shop's own host: first-party for every browser.
 * @throws ConfigurationError where the deployment has no CloudFront (`cdn: 'none'`), and so no secret to know it by
 *
 * @example
 * new Distribution(this, 'Shop', { defaultBehavior, additionalBehaviors: { ...footfallBehaviors(footfall) } });
 */
export const footfallBehaviors = ({ parts: { edge } }: Footfall): { [path: string]: BehaviorOptions } => {
  if (!edge) throw new ConfigurationError("footfallBehaviors needs a deployment with cdn: 'cloudfront'.");
  const { requests, files } = edge.behaviors;
  const own = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('/shop/'));
  return Object.fromEntries([
    ...own(FILE_PATHS).map((path) => [path, files] as const),
    ...own(requestPaths())
      .filter((path) => !own(FILE_PATHS).includes(path))
      .map((path) => [path, requests] as const),
  ]);
};
