import { describe } from 'vitest';
import { catalogueContract } from './catalogue.contract.ts';
import { embeddedPlace } from './recordStorePlaces.ts';

describe('on the embedded engine,', () => {
  catalogueContract(embeddedPlace);
});
