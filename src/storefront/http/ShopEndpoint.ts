import type * as v from 'valibot';
import type { CustomerId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { HttpEvent, HttpRequest } from '../../middleware/HttpRequest.ts';
import type { WithSession } from '../../middleware/sessionMiddleware.ts';
import type { Access, ShopOperation } from './ShopOperation.ts';

/** An event as the session middleware hands it on; where that failed, without all that it adds. */
export type ShopEvent = HttpEvent & Partial<WithSession>;

interface CustomerBy {
  readonly anyone: undefined;
  readonly shopper: CustomerId | undefined;
  readonly customer: CustomerId;
}

/** A request of the storefront, read and checked. */
export interface ShopRequest<Body = unknown, Who extends Access = Access> {
  readonly site: Site;
  readonly body: Body;
  /** The path's segments by name, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string | undefined };
  readonly http: HttpRequest;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Whom the access token proves, where the operation looks at it. */
  readonly customer: CustomerBy[Who];
  /** The header's, checked; of an operation that must have it. */
  readonly idempotencyKey: string;
  /** Itself, not a copy: a login changes its session. */
  readonly event: ShopEvent;
}

export interface ShopAnswer<Answer> {
  readonly value: Answer;
  /** Default: the operation's first. */
  readonly status?: 200 | 201;
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

/** An operation and what answers it. */
export interface ShopEndpoint {
  readonly operation: ShopOperation;
  readonly run: (request: ShopRequest) => Promise<ShopAnswer<unknown>>;
}

type BodyOf<Body> = Body extends v.GenericSchema ? v.InferOutput<Body> : undefined;

export const shopEndpoint = <
  Answer extends v.GenericSchema,
  Body extends v.GenericSchema | undefined,
  Who extends Access,
>(
  described: ShopOperation<Answer, Body, Who>,
  run: (request: ShopRequest<BodyOf<Body>, Who>) => Promise<ShopAnswer<v.InferOutput<Answer>>>,
): ShopEndpoint => ({
  // What an operation of one kind takes, no other gives: the two are only ever used together.
  operation: described as unknown as ShopOperation,
  run: run as unknown as ShopEndpoint['run'],
});
