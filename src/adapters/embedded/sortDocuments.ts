import { MinKey } from 'bson';
import type { Document, FindOptions } from '../mongodb/driverPart.ts';
import { compareValues } from './compareValues.ts';
import { valuesAt } from './valuesAt.ts';

/** An empty array sorts before null. */
const EMPTY_ARRAY = new MinKey();

/** What a document sorts by: of an array, the smallest element, or the largest where the order descends. */
const sortKey = (document: Document, path: string, direction: 1 | -1): unknown => {
  const found = valuesAt(document, path);
  if (found.length === 1 && !Array.isArray(found[0])) return found[0];
  const values = found.flatMap((value) =>
    Array.isArray(value) && value.length === 0 ? [EMPTY_ARRAY] : value,
  );
  return values.reduce(
    (best, value) => (compareValues(value, best) * direction < 0 ? value : best),
    values[0],
  );
};

/** The documents in a new order; equal ones keep theirs. */
export const sortDocuments = (
  documents: readonly Document[],
  spec: NonNullable<FindOptions['sort']>,
): Document[] => {
  const fields = Object.entries(spec);
  return documents
    .map((document) => ({
      document,
      keys: fields.map(([path, direction]) => sortKey(document, path, direction)),
    }))
    .sort((a, b) => {
      for (const [at, [, direction]] of fields.entries()) {
        const order = compareValues(a.keys[at], b.keys[at]);
        if (order !== 0) return order * direction;
      }
      return 0;
    })
    .map(({ document }) => document);
};
