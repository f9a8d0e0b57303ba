import type { CustomerId, SiteId, VisitorId } from '../ids.ts';
import { uuidForm } from './deriveIds.ts';
import { keyedHash, type SecretKey } from './keyedHash.ts';

/**
 * The visitor of a customer who logs in where the browser's is another customer's, or where nobody can say whose it is. A UUID v8:
 * one sees that it is some customer's own, also where the record was not there to note whose.
 */
export const visitorOfCustomer = (key: SecretKey, site: SiteId, customer: CustomerId): VisitorId =>
  uuidForm(keyedHash(key, ['customer', site, customer].join('\n')), 8) as VisitorId;

/** Where a UUID tells its version. */
const VERSION_AT = 14;

/** Whether a visitor was made for a customer: no other customer ever becomes it. */
export const isMadeForCustomer = (visitor: VisitorId): boolean => visitor[VERSION_AT] === '8';
