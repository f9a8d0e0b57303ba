/** More values of one name than any honest browser sends; the rest are not looked at. */
const MAX_VALUES = 4;
/** Longest cookie header that is looked at. */
const MAX_HEADER_LENGTH = 16_384;

/**
 * All values of one cookie, in the order sent. A browser may send several of one name (another `Path` or `Domain`, or one
 * that was planted), so the caller takes the first that verifies.
 */
export const readCookieHeader = (header: string, name: string): string[] => {
  const values: string[] = [];
  if (header.length > MAX_HEADER_LENGTH) return values;
  let from = 0;
  while (from < header.length && values.length < MAX_VALUES) {
    let to = header.indexOf(';', from);
    if (to < 0) to = header.length;
    while (header[from] === ' ') from++;
    if (header.startsWith(name, from) && header[from + name.length] === '=') {
      values.push(header.slice(from + name.length + 1, to).trim());
    }
    from = to + 1;
  }
  return values;
};
