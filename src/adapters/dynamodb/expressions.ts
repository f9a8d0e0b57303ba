import type { Item } from './attributes.ts';

/** An update's or a condition's `#names` stand for attributes of that name, unless `names` says otherwise. */
export interface Update {
  readonly update: string;
  readonly names?: { readonly [placeholder: string]: string };
  readonly values?: Item;
  /** What comes back, if anything: the item as it was, or those of its attributes that changed as they were or are. */
  readonly returns?: 'ALL_OLD' | 'UPDATED_OLD' | 'UPDATED_NEW';
}

/** What of an item comes over the wire; all of it without attributes. */
export const projection = (attributes: readonly string[] | undefined) =>
  attributes && {
    ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name])),
  };

/** What the `#names` of an expression stand for. */
export const namesIn = (expression: string, names: Update['names'] = {}): Record<string, string> =>
  Object.fromEntries((expression.match(/#\w+/g) ?? []).map((name) => [name, names[name] ?? name.slice(1)]));
