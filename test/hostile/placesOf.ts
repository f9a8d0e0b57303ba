const PLACE = '@@place@@';

/** Where a value stands in a JSON value. */
export interface Place {
  /** The fields that lead to it, dotted. */
  readonly at: string;
  /** The text of the whole, with another value's text there. */
  readonly filled: (json: string) => string;
}

/** All places of a JSON value but the whole. */
export const placesOf = (value: unknown): Place[] => {
  const places: Place[] = [];
  const walk = (inner: unknown, at: readonly (string | number)[]): void => {
    if (at.length > 0) {
      const copy = structuredClone(value);
      let parent = copy as { [key: string | number]: unknown };
      for (const key of at.slice(0, -1)) parent = parent[key] as typeof parent;
      parent[at.at(-1) as string] = PLACE;
      const [before = '', after = ''] = JSON.stringify(copy).split(`"${PLACE}"`);
      places.push({ at: at.join('.'), filled: (json) => `${before}${json}${after}` });
    }
    if (typeof inner !== 'object' || inner === null) return;
    for (const [key, each] of Object.entries(inner)) walk(each, [...at, key]);
  };
  walk(value, []);
  return places;
};
