import * as v from 'valibot';
import type { ShopOperation } from '../../storefront/http/ShopOperation.ts';
import type { DocumentedOperation } from './DocumentedOperation.ts';

/** What every change may meet: a page of another site, too much, another media type. */
const FAULTS_OF_CHANGES = [403, 413, 415];

/** An operation of the storefront, with what it has in common with its like. */
export const documentedShopOperation = (operation: ShopOperation): DocumentedOperation => ({
  ...operation,
  ofSite: false,
  query: operation.query ?? v.strictObject({}),
  faults: [...(operation.method === 'GET' ? [] : FAULTS_OF_CHANGES), ...(operation.faults ?? [])],
});
