import * as v from 'valibot';
import type { DocumentedOperation } from '../../analytics/openapi/DocumentedOperation.ts';
import { conversionAnswerSchema, reportedOrderSchema, reportedRefundSchema } from './conversionSchemas.ts';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from './conversionSignature.ts';

export const CONVERSIONS_PATH = '/api/conversions';

export const conversionsOperation: DocumentedOperation = {
  method: 'POST',
  path: CONVERSIONS_PATH,
  id: 'reportConversion',
  summary: 'Tell of an order, or of a refund, that the shop’s own back end took.',
  description:
    `Signed: \`${TIMESTAMP_HEADER}\` holds epoch seconds, at most 5 minutes off; \`${SIGNATURE_HEADER}\` holds \`v1=\` and the ` +
    'hexadecimal HMAC-SHA256 of `{timestamp}.{body}` under the conversion key. Told again, it counts once.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: v.union([reportedOrderSchema, reportedRefundSchema]),
  answer: conversionAnswerSchema,
  faults: [401, 404, 409, 413, 415, 422],
};
