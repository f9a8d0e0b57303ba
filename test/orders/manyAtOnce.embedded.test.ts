import { describe } from 'vitest';
import { embeddedPlace } from '../contracts/recordStorePlaces.ts';
import { manyAtOnce } from './manyAtOnce.contract.ts';

describe('on the embedded engine,', () => {
  manyAtOnce(embeddedPlace);
});
