import type * as v from 'valibot';
import type { Site } from '../../domain/site.ts';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import type { CsvTable } from './csv.ts';

/** Parameters by name; each takes a text, a repeatable one (a list's schema) the texts in their order. */
export type QuerySchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/**
 * One method of one path, as it is documented and checked. What answers it is apart ({@link Endpoint}), so that one document
 * describes operations of several functions.
 */
export interface Operation<
  Query extends QuerySchema = QuerySchema,
  Answer extends v.GenericSchema = v.GenericSchema,
  Body extends v.GenericSchema | undefined = v.GenericSchema | undefined,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** May hold segments such as `{id}`. */
  readonly path: string;
  /** Unique, in camel case; names the operation for clients, and its CSV files. */
  readonly id: string;
  /** One line for the documentation, and what else there is to know. */
  readonly summary: string;
  readonly description?: string;
  readonly access: 'staff' | 'anyone';
  /** Whether it is about one site, named by `site` where there are several. */
  readonly ofSite: boolean;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  /** Where it can be had as CSV. */
  readonly csv?: (answer: v.InferOutput<Answer>) => CsvTable;
  /** Statuses that it has besides those that all have. */
  readonly faults?: readonly (401 | 403 | 404 | 409 | 413 | 415 | 429)[];
}

/** Describes an operation: its parts are checked against each other. */
export const operation = <
  Query extends QuerySchema,
  Answer extends v.GenericSchema,
  Body extends v.GenericSchema | undefined,
>(
  described: Operation<Query, Answer, Body>,
): Operation<Query, Answer, Body> => described;

export interface ApiRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** The path's segments by name, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly http: HttpRequest;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface ApiAnswer<Answer> {
  readonly value: Answer;
  /** The value as JSON, where it is known already. */
  readonly json?: string;
  /** Headers besides those that all have. */
  readonly headers?: { readonly [name: string]: string };
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

/** An operation and what answers it. */
export interface Endpoint {
  readonly operation: Operation;
  readonly run: (request: ApiRequest<never, never>, site: Site) => Promise<ApiAnswer<unknown>>;
}

type BodyOf<Body> = Body extends v.GenericSchema ? v.InferOutput<Body> : undefined;

/** @param run gets the site that the request is of; of an operation that is of none, the first */
export const endpoint = <
  Query extends QuerySchema,
  Answer extends v.GenericSchema,
  Body extends v.GenericSchema | undefined,
>(
  described: Operation<Query, Answer, Body>,
  run: (
    request: ApiRequest<v.InferOutput<Query>, BodyOf<Body>>,
    site: Site,
  ) => Promise<ApiAnswer<v.InferOutput<Answer>>>,
): Endpoint => ({
  // What an operation of one kind takes, no other gives: the two are only ever used together.
  operation: described as unknown as Operation,
  run: run as unknown as Endpoint['run'],
});
