import { describe } from 'vitest';
import { orderJoinsContract } from './orderJoins.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  orderJoinsContract(embeddedPlace);
});
