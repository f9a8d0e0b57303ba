import { describe } from 'vitest';
import { embeddedPlace } from '../contracts/recordStorePlaces.ts';
import { retentionContract } from './retention.contract.ts';

describe('how long the embedded engine keeps things', () => {
  retentionContract(embeddedPlace);
});
