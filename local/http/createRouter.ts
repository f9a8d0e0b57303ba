import type { HttpHandler, Routes } from './Routes.ts';

export interface Route {
  readonly routeKey: string;
  readonly handler: HttpHandler;
  /** Where a route ends in `{proxy+}`, the length of what stands before it. */
  readonly proxyFrom?: number;
}

const GREEDY = '{proxy+}';

/**
 * Finds the route of a request as an HTTP API does: a whole path before a greedy one, the longer greedy one before the
 * shorter, `$default` last; a method before `ANY`. Unlike there, `HEAD` is answered where `GET` is.
 */
export const createRouter = (routes: Routes): ((method: string, path: string) => Route | undefined) => {
  const whole = new Map<string, Route>();
  const greedy: { readonly method: string; readonly prefix: string; readonly route: Route }[] = [];
  for (const [routeKey, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = routeKey.split(' ');
    if (!path.endsWith(GREEDY)) {
      whole.set(routeKey, { routeKey, handler });
      continue;
    }
    const prefix = path.slice(0, -GREEDY.length);
    greedy.push({ method, prefix, route: { routeKey, handler, proxyFrom: prefix.length } });
  }
  greedy.sort((a, b) => b.prefix.length - a.prefix.length);

  const find = (method: string, path: string): Route | undefined =>
    whole.get(`${method} ${path}`) ??
    whole.get(`ANY ${path}`) ??
    greedy.find(
      (one) =>
        (one.method === method || one.method === 'ANY') &&
        path.length > one.prefix.length &&
        path.startsWith(one.prefix),
    )?.route;

  return (method, path) =>
    find(method, path) ?? (method === 'HEAD' ? find('GET', path) : undefined) ?? whole.get('$default');
};
