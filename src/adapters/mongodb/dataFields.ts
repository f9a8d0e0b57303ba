/**
 * Field names that come from outside are data. Where one would mean something to the record (`$`, `.`, a zero byte, a half
 * surrogate) or to JavaScript (`__proto__`), the character is written as `%` and four hexadecimal digits, and so is `%`
 * itself; an empty name is a lone `%`. Ordinary names stay readable in queries (`properties.productId`), and every name
 * comes back as it was.
 */
const SPECIAL = /[%$.\0\p{Surrogate}]|^_(?=_proto__$)/gu;
const WRITTEN = /%([0-9a-f]{4})/g;
const EMPTY = '%';

const encodeName = (name: string): string =>
  name === ''
    ? EMPTY
    : name.replace(SPECIAL, (character) => `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const decodeName = (name: string): string =>
  name === EMPTY
    ? ''
    : name.replace(WRITTEN, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const mapNames = (value: unknown, rename: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapNames(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [rename(name), mapNames(field, rename)]),
  );
};

/** JSON data as the record may keep it: an object of any depth whose names are harmless. */
export const encodeData = (data: object): unknown => mapNames(data, encodeName);

/** The data that {@link encodeData} wrote. */
export const decodeData = <T>(stored: unknown): T => mapNames(stored, decodeName) as T;
