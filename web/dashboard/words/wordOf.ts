/** What a table says of a name that came from outside: names like `constructor` are in every object, and in no table. */
export const wordOf = (table: { readonly [name: string]: string }, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
