import { describe } from 'vitest';
import { cartsContract } from './carts.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  cartsContract(embeddedPlace);
});
