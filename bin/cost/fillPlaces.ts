const PLACE = /(<!-- table:([a-z-]+) -->\n)[\s\S]*?(<!-- \/table -->)/g;

/**
 * Puts each table between its markers, `<!-- table:name -->` and `<!-- /table -->`; what stands outside of them stays.
 * @throws Error where the page has a place for no table, a table has no place, or one has two
 */
export const fillPlaces = (page: string, tables: { readonly [name: string]: string }): string => {
  const filled: string[] = [];
  const text = page.replace(PLACE, (_, begin: string, name: string, end: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`There is no table "${name}".`);
    filled.push(name);
    return `${begin}\n${table}\n\n${end}`;
  });
  const wrong = Object.keys(tables).filter((name) => filled.filter((one) => one === name).length !== 1);
  if (wrong.length > 0) throw new Error(`The page needs one place for each of: ${wrong.join(', ')}.`);
  return text;
};
