import { describe } from 'vitest';
import { embeddedPlace } from './recordStorePlaces.ts';
import { refreshFamiliesContract } from './refreshFamilies.contract.ts';

describe('on the embedded engine,', () => {
  refreshFamiliesContract(embeddedPlace);
});
