import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FUNCTION_ROUTES, type RequestFunction, SHOP_PAGES } from '../../functions/routes.ts';

/** A request function that this deployment has, and the paths it answers. */
export interface RoutedFunction {
  readonly name: RequestFunction;
  readonly lambda: IFunction;
  readonly paths: readonly string[];
}

/** Which function answers what. Without the storefront there are no pages of its shop. */
export const routedFunctions = (
  functions: { readonly [Name in RequestFunction]?: IFunction | undefined },
): RoutedFunction[] =>
  (Object.keys(FUNCTION_ROUTES) as RequestFunction[]).flatMap((name) => {
    const lambda = functions[name];
    if (!lambda) return [];
    const paths: readonly string[] = FUNCTION_ROUTES[name];
    return [
      {
        name,
        lambda,
        paths: functions.storefront ? paths : paths.filter((path) => !SHOP_PAGES.includes(path)),
      },
    ];
  });
