import * as v from 'valibot';
import { badRequest } from './ApiFault.ts';
import type { QuerySchema } from './Operation.ts';
import { allowedOf, unwrapped } from './schemaParts.ts';

/** Longer than any dimension value that is stored. */
const MAX_VALUE_LENGTH = 2_500;
/** More parameters than any operation has, repeated ones among them. */
const MAX_PARAMETERS = 50;

const isRepeatable = (schema: v.GenericSchema | undefined): boolean =>
  schema !== undefined && unwrapped(schema).type === 'array';

/**
 * Checks and converts a request's query.
 * @throws ApiFault (400) with the parameter, and the allowed values where they can be listed: for a name that is not known, one
 * given twice, a value that is too long, and what the schema refuses
 */
export const readQuery = <Query extends QuerySchema>(schema: Query, text: string): v.InferOutput<Query> => {
  const given: { [name: string]: string | string[] } = Object.create(null);
  const names = Object.keys(schema.entries);
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (!Object.hasOwn(schema.entries, name) || count > MAX_PARAMETERS) {
      const shown = name.slice(0, 40);
      throw badRequest(shown, 'There is no such parameter here.', {
        code: 'unknown_parameter',
        allowed: names,
      });
    }
    if (value.length > MAX_VALUE_LENGTH) {
      throw badRequest(name, `${name} must be at most ${MAX_VALUE_LENGTH} characters long.`, {
        code: 'too_long',
      });
    }
    const before = given[name];
    if (isRepeatable(schema.entries[name])) given[name] = [...(before ?? []), value];
    else if (before === undefined) given[name] = value;
    else throw badRequest(name, `${name} must be given once.`, { code: 'repeated_parameter' });
  }
  const parsed = v.safeParse(schema, { ...given });
  if (parsed.success) return parsed.output;
  throw issueFault(parsed.issues[0], schema);
};

/** What is wrong with a body that is a text, a number, a list or nothing. */
export const NO_OBJECT = 'The body must be a JSON object.';

/** What a schema found wrong, as the client reads it. */
export const issueFault = (issue: v.BaseIssue<unknown>, schema: v.GenericSchema) => {
  const path = v.getDotPath(issue);
  if (path === null) return badRequest('body', NO_OBJECT);
  const [field = ''] = path.split('.');
  const entry = 'entries' in schema ? (schema.entries as v.ObjectEntries)[field] : undefined;
  if (entry === undefined) return badRequest(field, `There is no ${field} here.`, { code: 'unknown_field' });
  const missing = issue.received === 'undefined';
  const allowed = allowedOf(entry as v.GenericSchema);
  return badRequest(field, `${field} ${missing ? 'is missing' : issue.message}.`, {
    code: missing ? 'missing' : 'invalid',
    ...(allowed && { allowed }),
  });
};
