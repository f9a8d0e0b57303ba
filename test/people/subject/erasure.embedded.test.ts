import { describe } from 'vitest';
import { embeddedPlace } from '../../contracts/recordStorePlaces.ts';
import { erasureContract } from './erasure.contract.ts';

describe('erasing a person from the embedded engine', () => {
  erasureContract(embeddedPlace);
});
