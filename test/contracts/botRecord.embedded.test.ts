import { describe } from 'vitest';
import { botRecordContract } from './botRecord.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  botRecordContract(embeddedPlace);
});
