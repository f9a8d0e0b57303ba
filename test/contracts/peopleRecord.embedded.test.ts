import { describe } from 'vitest';
import { peopleRecordContract } from './peopleRecord.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  peopleRecordContract(embeddedPlace);
});
