import { ApiFault } from './ApiFault.ts';
import type { Matched } from './matchRoute.ts';

/** What a method of HTTP asks of an operation: `HEAD` is a `GET` whose body is left out (RFC 9110, section 9.3.2). */
const methodOf = (method: string): string => (method === 'HEAD' ? 'GET' : method);

/**
 * Of the routes that a path matched the one of the request's method.
 * @throws ApiFault 404 where there is none, 405 with `Allow` where it takes other methods
 */
export const routeOf = <Route extends { readonly method: string }>(
  matched: readonly Matched<Route>[],
  method: string,
): Matched<Route> => {
  const found = matched.find(({ route }) => route.method === methodOf(method));
  if (found !== undefined) return found;
  if (matched.length === 0) {
    throw new ApiFault({ status: 404, code: 'not_found', message: 'There is nothing here.' });
  }
  const allowed = matched.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  throw new ApiFault({
    status: 405,
    code: 'method_not_allowed',
    message: `This takes ${allowed.join(' or ')}.`,
    allowed,
    headers: { allow: allowed.join(', ') },
  });
};
