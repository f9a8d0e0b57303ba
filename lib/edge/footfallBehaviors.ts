import { Stack, Token } from 'aws-cdk-lib';
import type { BehaviorOptions, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { FUNCTION_ROUTES, HEALTH_PATH, SHOP_PAGES } from '../../functions/routes.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Footfall } from '../Footfall.ts';
import { FILE_PATHS } from './createBehaviors.ts';

/** The demo shop's are not a shop's own, and what tells our health is for who runs Footfall. */
const { storefront: _, ...PLACES } = FUNCTION_ROUTES;
const isOwn = (path: string): boolean => path !== HEALTH_PATH && !SHOP_PAGES.includes(path);

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

/** The paths that a distribution of the shop's own takes to Footfall; docs/deploy.md names them for those without CDK. */
export const behaviorPaths = (): {
  readonly requests: readonly string[];
  readonly files: readonly string[];
} => {
  const own = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('/shop/'));
  const files = own(FILE_PATHS);
  return { files, requests: own(requestPaths()).filter((path) => !files.includes(path)) };
};

/** The origin, for distributions of this region alone: its secret is read, and its policies are exported, where they are. */
const originFor = (region: string, origin: IOrigin): IOrigin => ({
  bind: (scope, options) => {
    const other = Stack.of(scope).region;
    if (!Token.isUnresolved(region) && !Token.isUnresolved(other) && other !== region) {
      throw new ConfigurationError(
        `footfallBehaviors: the distribution's stack is in ${other}, Footfall is in ${region}; they must be in the same region.`,
      );
    }
    return origin.bind(scope, options);
  },
});

/**
 * What to add to a distribution of the shop's own, so that Footfall is a path on the shop's own host: first-party for every browser.
 * The distribution must be in a stack of Footfall's own region.
 * @throws ConfigurationError where the deployment has no CloudFront (`cdn: 'none'`), and so no secret to know it by; and from the
 * distribution, where it is in another region
 *
 * @example
 * new Distribution(this, 'Shop', { defaultBehavior, additionalBehaviors: { ...footfallBehaviors(footfall) } });
 */
export const footfallBehaviors = (footfall: Footfall): { [path: string]: BehaviorOptions } => {
  const { edge } = footfall.parts;
  if (!edge) throw new ConfigurationError("footfallBehaviors needs a deployment with cdn: 'cloudfront'.");
  const origin = originFor(Stack.of(footfall).region, edge.behaviors.requests.origin);
  const requests = { ...edge.behaviors.requests, origin };
  const files = { ...edge.behaviors.files, origin };
  const paths = behaviorPaths();
  return Object.fromEntries([
    ...paths.files.map((path) => [path, files] as const),
    ...paths.requests.map((path) => [path, requests] as const),
  ]);
};
