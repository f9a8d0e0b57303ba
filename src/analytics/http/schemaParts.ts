import * as v from 'valibot';

/** What valibot's schemas are made of, as far as it is read here. */
interface Parts {
  readonly type: string;
  readonly wrapped?: v.GenericSchema;
  readonly item?: v.GenericSchema;
  readonly options?: readonly unknown[];
}

const partsOf = (schema: v.GenericSchema): Parts => schema as unknown as Parts;

/** A schema without what only makes it optional. */
export const unwrapped = (schema: v.GenericSchema): v.GenericSchema => {
  const { wrapped } = partsOf(schema);
  return wrapped === undefined ? schema : unwrapped(wrapped);
};

/** By a schema's metadata of this name it lists what is allowed where no picklist does. */
export const ALLOWED = 'x-allowed';

/** The values that a schema allows, where they can be listed: a picklist's, or those in its metadata. */
export const allowedOf = (schema: v.GenericSchema): readonly string[] | undefined => {
  const inner = unwrapped(schema);
  const { type, options, item } = partsOf(inner);
  if (type === 'picklist') return options?.map(String);
  if (type === 'array' && item !== undefined) return allowedOf(item);
  const listed = (v.getMetadata(inner) as { readonly [name: string]: unknown })[ALLOWED];
  return Array.isArray(listed) ? listed.map(String) : undefined;
};

/** Whether a parameter or field may be left out. */
export const isOptional = (schema: v.GenericSchema): boolean => v.safeParse(schema, undefined).success;
