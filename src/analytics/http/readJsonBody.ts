import * as v from 'valibot';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import { ApiFault, badRequest } from './ApiFault.ts';
import { issueFault, NO_OBJECT } from './readQuery.ts';

/** More than any body here needs. */
const MAX_BODY_BYTES = 16_000;

const mediaType = (request: HttpRequest): string | undefined =>
  request.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();

/**
 * A request's JSON body. No page of another site can send `application/json` without asking first (Fetch standard, "CORS protocol").
 * @throws ApiFault 415 for another media type, 413 for one that is too large, 400 for what is no JSON or not as the schema has it
 */
export const readJsonBody = <Schema extends v.GenericSchema>(
  schema: Schema,
  request: HttpRequest,
): v.InferOutput<Schema> => {
  if (mediaType(request) !== 'application/json') {
    throw new ApiFault({
      status: 415,
      code: 'unsupported_media_type',
      message: 'The body must be application/json.',
      field: 'content-type',
      allowed: ['application/json'],
    });
  }
  const text = request.body();
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw new ApiFault({ status: 413, code: 'too_large', message: 'The body is too large.' });
  }
  const parsed = v.safeParse(schema, parsedJson(text));
  if (parsed.success) return parsed.output;
  throw issueFault(parsed.issues[0], schema);
};

const parsedJson = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('body', 'The body is not JSON.', { code: 'invalid_json' });
  }
  // A list is an object to JavaScript, and to a schema of which no field must be there.
  if (Array.isArray(value)) throw badRequest('body', NO_OBJECT);
  return value;
};
