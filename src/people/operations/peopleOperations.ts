import { exploreOperation } from './exploreOperation.ts';
import { journeyOperation } from './journeyOperation.ts';
import { visitorsOperation } from './visitorsOperation.ts';

/** What is answered from the record, where people and their sessions are, and not from the stored metrics. */
export const peopleOperations = [exploreOperation, journeyOperation, visitorsOperation];
