/** What may stand for a `{name}` of a path. */
export const MAX_SEGMENT_LENGTH = 200;

export interface Matched<T> {
  readonly route: T;
  readonly params: { readonly [name: string]: string };
}

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Broken percent-encoding names nothing.
    return undefined;
  }
};

const paramsOf = (
  pattern: readonly string[],
  path: readonly string[],
): Matched<never>['params'] | undefined => {
  if (pattern.length !== path.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = path[index] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== segment) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (!value || value.length > MAX_SEGMENT_LENGTH) return undefined;
    params[expected.slice(1, -1)] = value;
  }
  return params;
};

/** Finds all routes of a path, whatever their method: none is a 404, none of the method a 405. */
export const createMatcher = <T extends { readonly path: string }>(
  routes: readonly T[],
): ((path: string) => Matched<T>[]) => {
  const patterns = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (path) => {
    const segments = path.split('/');
    return patterns.flatMap(({ route, segments: pattern }) => {
      const params = paramsOf(pattern, segments);
      return params === undefined ? [] : [{ route, params }];
    });
  };
};
