import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** A Lambda handler behind an HTTP API. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;

/**
 * Handlers by route key, as an HTTP API names them: `POST /track`, `ANY /track`, `GET /shop/{proxy+}`, `$default`.
 * Of path variables only the greedy one at the end is known here.
 */
export type Routes = { readonly [routeKey: string]: HttpHandler };
