/** Says what is wrong with a value, or `undefined` where nothing is. Faults name fields, never values: they are logged. */
export type Shape = (value: unknown) => string | undefined;

type Fields = { readonly [field: string]: Shape };

/** A field's name may come from outside: only a plain one is repeated. */
const named = (field: string): string => (/^\w{1,40}$/.test(field) ? `"${field}"` : 'a field');

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text within bounds. */
export const text = (maxLength: number, minLength = 0): Shape => {
  const fault = `must be text of ${minLength} to ${maxLength} characters`;
  return (value) =>
    typeof value === 'string' && value.length >= minLength && value.length <= maxLength ? undefined : fault;
};

/** Text that names something: lone surrogates would make two names one when they are stored as UTF-8. */
export const name = (maxLength: number): Shape => {
  const bounded = text(maxLength, 1);
  return (value) =>
    bounded(value) ?? ((value as string).isWellFormed() ? undefined : 'must be well-formed Unicode');
};

export const integer = (min: number, max: number): Shape => {
  const fault = `must be a whole number from ${min} to ${max}`;
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? undefined : fault;
};

export const flag: Shape = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

export const oneOf = (...allowed: readonly (string | number)[]): Shape => {
  const values: ReadonlySet<unknown> = new Set(allowed);
  return (value) => (values.has(value) ? undefined : `must be one of ${allowed.join(', ')}`);
};

export const listOf =
  (item: Shape, maxLength: number, minLength = 0): Shape =>
  (value) => {
    if (!Array.isArray(value) || value.length < minLength || value.length > maxLength) {
      return `must be a list of ${minLength} to ${maxLength}`;
    }
    for (const [index, each] of value.entries()) {
      const fault = item(each);
      if (fault !== undefined) return `[${index}] ${fault}`;
    }
    return undefined;
  };

/** An object of any fields, each of one shape. */
export const recordOf =
  (item: Shape, maxFields: number): Shape =>
  (value) => {
    if (!isObject(value)) return 'must be an object';
    const entries = Object.entries(value);
    if (entries.length > maxFields) return `must have at most ${maxFields} fields`;
    for (const [field, each] of entries) {
      const fault = item(each);
      if (fault !== undefined) return `${named(field)} ${fault}`;
    }
    return undefined;
  };

/** An object of exactly these fields. */
export const object =
  (required: Fields, optional: Fields = {}): Shape =>
  (value) => {
    if (!isObject(value)) return 'must be an object';
    for (const [field, shape] of Object.entries(required)) {
      const fault = Object.hasOwn(value, field) ? shape(value[field]) : 'is missing';
      if (fault !== undefined) return `${named(field)} ${fault}`;
    }
    for (const field of Object.keys(value)) {
      if (Object.hasOwn(required, field)) continue;
      const shape = Object.hasOwn(optional, field) ? optional[field] : undefined;
      const fault = shape ? shape(value[field]) : 'is unknown';
      if (fault !== undefined) return `${named(field)} ${fault}`;
    }
    return undefined;
  };

/** Data of JSON, nested at most `depth` levels. JSON's text can name numbers that no double holds. */
export const json =
  (depth: number): Shape =>
  (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'must hold finite numbers';
    if (typeof value !== 'object' || value === null) return undefined;
    if (depth === 0) return 'is nested too deeply';
    for (const each of Object.values(value)) {
      const fault = json(depth - 1)(each);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
