import { describe } from 'vitest';
import { aggregationRecordContract } from './aggregationRecord.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  aggregationRecordContract(embeddedPlace);
});
