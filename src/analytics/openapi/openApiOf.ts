import {
  type ConversionConfig,
  type JsonSchema,
  toJsonSchema,
  toJsonSchemaDefs,
} from '@valibot/to-json-schema';
import * as v from 'valibot';
import { STAFF_COOKIE } from '../../staff/staffCookie.ts';
import { cartSchema, orderSchema, productSchema } from '../../storefront/wire/shopSchemas.ts';
import { MAX_SEGMENT_LENGTH } from '../http/matchRoute.ts';
import { isOptional } from '../http/schemaParts.ts';
import { metricsSchema } from '../wire/metricsSchema.ts';
import { qualitySchema, rangeSchema, recomputedSchema, statusSchema } from '../wire/statusSchema.ts';
import type { DocumentedOperation } from './DocumentedOperation.ts';

const errorSchema = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    field: v.optional(v.pipe(v.string(), v.description('What of the request is wrong.'))),
    allowed: v.optional(v.pipe(v.array(v.string()), v.description('What would have been right.'))),
  }),
});

/** Schemas that have a name of their own in the document. */
const NAMED = {
  Metrics: metricsSchema,
  Status: statusSchema,
  Range: rangeSchema,
  Quality: qualitySchema,
  Recomputed: recomputedSchema,
  Product: productSchema,
  Cart: cartSchema,
  Order: orderSchema,
  Error: errorSchema,
};

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; what only a program can check is told in words. */
const CONVERSION: Omit<ConversionConfig, 'definitions'> = {
  target: 'draft-2020-12',
  typeMode: 'output',
  ignoreActions: ['check', 'transform', 'trim', 'to_lower_case'],
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

const schemaOf = (schema: v.GenericSchema): JsonSchema => {
  const { $schema: _, $defs: __, ...converted } = toJsonSchema(schema, { ...CONVERSION, definitions: NAMED });
  return converted;
};

const jsonOf = (schema: v.GenericSchema) => ({ 'application/json': { schema: schemaOf(schema) } });

const MEANINGS: { readonly [status: number]: string } = {
  400: 'The request says something wrong; `field` names it, `allowed` what would be right.',
  401: 'Nobody is logged in, no token was sent, or it is worth nothing.',
  403: 'Not from here.',
  404: 'There is nothing of this name.',
  409: 'It does not go with what is there by now.',
  413: 'The body is too large.',
  415: 'The body is of another media type.',
  422: 'It is understood, and cannot be done.',
  429: 'Too many requests; `Retry-After` says when to try again, in seconds.',
  503: 'A store does not answer; `Retry-After` says when to try again, in seconds.',
};

/** A part of a path may name nothing, or be longer than any name. */
const namesSomething = (path: string): boolean => path.includes('{');

const statusesOf = ({ path, access, faults = [] }: DocumentedOperation): number[] => {
  const ofPath = namesSomething(path) ? [404] : [];
  const ofAccess = access === 'staff' ? [401] : [];
  return [...new Set([400, ...ofAccess, ...ofPath, ...faults, 503])].sort((a, b) => a - b);
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Names the wish: sent again with it, it is done once.',
  schema: { type: 'string', minLength: 1, maxLength: 100 },
};

const parametersOf = ({ path, query, idempotent }: DocumentedOperation): object[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: MAX_SEGMENT_LENGTH },
  })),
  ...Object.entries(query.entries).map(([name, entry]) => {
    const { description, ...schema } = schemaOf(entry as v.GenericSchema);
    const required = !isOptional(entry as v.GenericSchema);
    return { name, in: 'query', required, ...(description && { description }), schema };
  }),
  ...(idempotent ? [idempotencyKey] : []),
];

const SECURITY: { readonly [Access in DocumentedOperation['access']]: readonly object[] } = {
  staff: [{ bearer: [] }, { cookie: [] }],
  customer: [{ customer: [] }],
  // A token may be sent, and need not.
  shopper: [],
  anyone: [],
};

const operationOf = (operation: DocumentedOperation) => ({
  operationId: operation.id,
  summary: operation.summary,
  ...(operation.description && { description: operation.description }),
  security: SECURITY[operation.access],
  parameters: parametersOf(operation),
  ...(operation.body && { requestBody: { required: true, content: jsonOf(operation.body) } }),
  responses: {
    ...Object.fromEntries(
      (operation.statuses ?? [200]).map((status) => [
        status,
        {
          description: 'The answer.',
          content: {
            ...jsonOf(operation.answer),
            ...(operation.csv && { 'text/csv': { schema: { type: 'string' } } }),
          },
        },
      ]),
    ),
    ...Object.fromEntries(
      statusesOf(operation).map((status) => [
        status,
        { description: MEANINGS[status], content: jsonOf(errorSchema) },
      ]),
    ),
  },
});

/** The documentation of operations as OpenAPI 3.1, made of the very schemas that check what is asked and type what is answered. */
export const openApiOf = (operations: readonly DocumentedOperation[]) => {
  const paths: { [path: string]: { [method: string]: object } } = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationOf(operation),
    };
  }
  return {
    openapi: '3.1.0' as const,
    info: {
      title: 'Footfall',
      version: '1',
      description: 'First-party session and visitor analytics. Days are of the site’s own time zone.',
    },
    paths,
    components: {
      schemas: toJsonSchemaDefs(NAMED, CONVERSION),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        customer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: STAFF_COOKIE },
      },
    },
  };
};
