import { botsOperation } from '../bots/botsOperation.ts';
import { overruleOperation } from '../bots/overruleOperation.ts';
import { coverageOperation } from './coverageOperation.ts';
import { devicesOperation } from './devicesOperation.ts';
import { exploreOperation } from './exploreOperation.ts';
import { journeyOperation } from './journeyOperation.ts';
import { auditOperation, eraseSubjectOperation, exportSubjectOperation } from './subjectOperations.ts';
import { visitorsOperation } from './visitorsOperation.ts';

/** What is answered from the record, where people, their sessions and orders are, and not from the stored metrics. */
export const peopleOperations = [
  exploreOperation,
  devicesOperation,
  coverageOperation,
  journeyOperation,
  visitorsOperation,
  botsOperation,
  overruleOperation,
  exportSubjectOperation,
  eraseSubjectOperation,
  auditOperation,
];
