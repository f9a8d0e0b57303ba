import { describe } from 'vitest';
import { accountsContract } from './accounts.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  accountsContract(embeddedPlace);
});
