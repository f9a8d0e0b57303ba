import * as v from 'valibot';
import { badRequest } from '../../analytics/http/ApiFault.ts';
import { readJsonBody } from '../../analytics/http/readJsonBody.ts';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import {
  type ReportedOrder,
  type ReportedRefund,
  reportedOrderSchema,
  reportedRefundSchema,
} from './conversionSchemas.ts';

const MAX_SHOWN = 60;

/** Names the very field, in lists and objects too: whoever reads it writes a program. */
const faultOf = (issue: v.BaseIssue<unknown>) => {
  const field = (v.getDotPath(issue) ?? 'body').slice(0, MAX_SHOWN);
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return badRequest(field, `There is no ${field} here.`, { code: 'unknown_field' });
  const missing = issue.received === 'undefined';
  return badRequest(field, `${field} ${missing ? 'is missing' : issue.message}.`, {
    code: missing ? 'missing' : 'invalid',
  });
};

const checked = <Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, body);
  if (!parsed.success) throw faultOf(parsed.issues[0]);
  return parsed.output;
};

export type Conversion =
  | { readonly kind: 'order'; readonly order: ReportedOrder }
  | { readonly kind: 'refund'; readonly refund: ReportedRefund };

/**
 * What a signed request tells.
 * @throws ApiFault 415, 413, 400 that names the field
 */
export const readConversion = (http: HttpRequest): Conversion => {
  const body = readJsonBody(v.record(v.string(), v.unknown()), http);
  return Object.hasOwn(body, 'refund')
    ? { kind: 'refund', refund: checked(reportedRefundSchema, body) }
    : { kind: 'order', order: checked(reportedOrderSchema, body) };
};
