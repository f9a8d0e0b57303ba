import { describe } from 'vitest';
import { recordStoreContract } from './recordStore.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  recordStoreContract(embeddedPlace);
});
