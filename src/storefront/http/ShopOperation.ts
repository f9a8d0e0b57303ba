import type * as v from 'valibot';
import type { QuerySchema } from '../../analytics/http/Operation.ts';

/**
 * Who may ask. `customer`: who sends an access token. `shopper`: the customer, or without a token the browser with its cart's
 * cookie. `anyone`: a token is not looked at.
 */
export type Access = 'anyone' | 'shopper' | 'customer';

/** One method of one path of the storefront, as it is documented and checked. What answers it is apart (`ShopEndpoint`). */
export interface ShopOperation<
  Answer extends v.GenericSchema = v.GenericSchema,
  Body extends v.GenericSchema | undefined = v.GenericSchema | undefined,
  Who extends Access = Access,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** May hold segments such as `{id}`. */
  readonly path: string;
  /** Unique, in camel case. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Who;
  /** Of one without, whatever stands there is left alone. */
  readonly query?: QuerySchema;
  readonly body: Body;
  readonly answer: Answer;
  /** Statuses of success, the usual one first. Default 200. */
  readonly statuses?: readonly [200 | 201, ...(200 | 201)[]];
  /** Statuses that it has besides those that all have. */
  readonly faults?: readonly (401 | 404 | 409 | 422 | 429)[];
  /** Whether it must be sent with the header `Idempotency-Key`. */
  readonly idempotent?: true;
}

/** Describes an operation: its parts are checked against each other. */
export const shopOperation = <
  Answer extends v.GenericSchema,
  Body extends v.GenericSchema | undefined,
  const Who extends Access,
>(
  described: ShopOperation<Answer, Body, Who>,
): ShopOperation<Answer, Body, Who> => described;
