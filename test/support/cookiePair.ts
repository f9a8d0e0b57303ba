/** Name and value of a cookie, as a line of `Set-Cookie` has them. */
export const cookiePair = (line: string): readonly [name: string, value: string] => {
  const [pair = ''] = line.split(';', 1);
  const equals = pair.indexOf('=');
  return [pair.slice(0, equals), pair.slice(equals + 1)];
};
