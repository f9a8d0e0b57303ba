import type { ShopOperation } from '../../storefront/http/ShopOperation.ts';
import type { Operation } from '../http/Operation.ts';

/** An operation as the documentation tells of it, whichever function answers it. */
export interface DocumentedOperation
  extends Pick<
    Operation,
    'path' | 'id' | 'summary' | 'description' | 'ofSite' | 'query' | 'body' | 'answer' | 'csv'
  > {
  readonly method: Operation['method'] | ShopOperation['method'];
  readonly access: Operation['access'] | ShopOperation['access'];
  /** Statuses of success, the usual one first. Default 200. */
  readonly statuses?: readonly number[];
  readonly faults?: readonly number[];
  readonly idempotent?: true;
}
