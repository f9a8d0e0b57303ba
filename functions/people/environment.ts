import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { type StaffEnvironment, staffEnvironment } from '../analytics/staffEnvironment.ts';

export interface PeopleEnvironment extends StaffEnvironment {
  readonly mongodbUri: string;
  readonly tableName: string;
  readonly queueUrl: string;
}

/**
 * `MONGODB_URI`, and what `staffEnvironment` reads; and for `/health` `TABLE_NAME` and `QUEUE_URL`, besides what
 * `openRedisHotSessions` reads. The password itself is tried elsewhere; its hash is part of what makes the staff's cookie valid.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const peopleEnvironment = (environment: Environment): PeopleEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  queueUrl: requiredVariable(environment, 'QUEUE_URL'),
  ...staffEnvironment(environment),
});
