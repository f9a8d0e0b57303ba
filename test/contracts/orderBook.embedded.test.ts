import { describe } from 'vitest';
import { orderBookContract } from './orderBook.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  orderBookContract(embeddedPlace);
});
