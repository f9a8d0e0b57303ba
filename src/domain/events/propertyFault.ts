/** A browser event's properties take at most this many bytes of JSON. */
export const MAX_PROPERTIES_BYTES = 4_096;
const MAX_KEY_LENGTH = 64;
/** Names that a store, a template or JavaScript itself might interpret: an operator, a path, a prototype. */
const UNSAFE_KEY = /^\$|\.|^__proto__$|^constructor$|^prototype$|[\p{Cc}\p{Cs}]/u;

export interface PropertyFault {
  readonly field: string;
  readonly message: string;
}

const keyFault = (key: string): string | undefined => {
  if (key === '' || key.length > MAX_KEY_LENGTH)
    return `must have a name of 1 to ${MAX_KEY_LENGTH} characters`;
  if (UNSAFE_KEY.test(key))
    return 'has a name that is not allowed ("$…", dots, control characters, "__proto__")';
  return undefined;
};

/**
 * What is wrong with properties, or `undefined`: an object of scalars, lists and objects, nested at most `maxDepth` levels below
 * the properties themselves, with harmless names and finite numbers.
 * @param field how the properties are named in an answer
 */
export const propertyFault = (
  properties: unknown,
  { field, maxDepth }: { readonly field: string; readonly maxDepth: number },
): PropertyFault | undefined => {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    return { field, message: 'must be an object' };
  }
  return childFault(properties, field, maxDepth);
};

const childFault = (parent: object, field: string, depthLeft: number): PropertyFault | undefined => {
  const list = Array.isArray(parent);
  for (const key of Object.keys(parent)) {
    const path = `${field}.${key.slice(0, MAX_KEY_LENGTH).toWellFormed()}`;
    const fault = list ? undefined : keyFault(key);
    if (fault !== undefined) return { field: path, message: fault };
    const value: unknown = (parent as { [key: string]: unknown })[key];
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return { field: path, message: 'must be a finite number' };
    }
    if (typeof value === 'object' && value !== null) {
      if (depthLeft === 0) return { field: path, message: 'is nested too deep' };
      const inner = childFault(value, path, depthLeft - 1);
      if (inner) return inner;
    }
  }
  return undefined;
};
