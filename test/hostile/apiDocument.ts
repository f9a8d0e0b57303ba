/** A JSON value, as deep as one cares to look. */
// biome-ignore lint/suspicious/noExplicitAny: it is read, and what is not there is undefined
type Json = any;

/** An operation of `/api/openapi.json`, as far as one must know it to attack it. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  /** With its `{segments}`. */
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly example: string;
  }[];
  readonly access: 'staff' | 'customer' | 'anyone';
  readonly idempotent: boolean;
  /** A body as the schema has it, where it takes one. */
  readonly body: Json | undefined;
}

/** Enough to fill the field; what an operation would rather have is told beside it (see `ordinary.ts`). */
const exampleOf = (document: Json, schema: Json): Json => {
  if (schema === undefined) return 'a';
  if (schema.$ref) {
    const parts = (schema.$ref as string).slice('#/'.length).split('/');
    return exampleOf(
      document,
      parts.reduce((part, name) => part[name], document),
    );
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return exampleOf(document, choice[0]);
  if (schema.type === 'object') {
    const entries = Object.entries<Json>(schema.properties ?? {});
    return Object.fromEntries(entries.map(([name, inner]) => [name, exampleOf(document, inner)]));
  }
  if (schema.type === 'array') return [exampleOf(document, schema.items)];
  if (schema.type === 'number' || schema.type === 'integer') return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return true;
  return schema.format === 'date' ? new Date().toISOString().slice(0, 10) : 'a';
};

const accessOf = (security: Json[]): ApiOperation['access'] => {
  const schemes = security.flatMap(Object.keys);
  if (schemes.includes('bearer')) return 'staff';
  return schemes.includes('customer') ? 'customer' : 'anyone';
};

/** All operations that a document tells of. */
export const operationsOf = (document: Json): ApiOperation[] =>
  Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, told]) => {
      const parameters: Json[] = told.parameters ?? [];
      const schema = told.requestBody?.content['application/json']?.schema;
      return {
        id: told.operationId,
        method: method.toUpperCase(),
        path,
        pathParameters: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
        queryParameters: parameters
          .filter((one) => one.in === 'query')
          .map(({ name, required, schema: inner }) => ({
            name,
            required,
            example: String(exampleOf(document, inner)),
          })),
        access: accessOf(told.security ?? []),
        idempotent: parameters.some(({ name }) => name === 'Idempotency-Key'),
        body: schema === undefined ? undefined : exampleOf(document, schema),
      };
    }),
  );
