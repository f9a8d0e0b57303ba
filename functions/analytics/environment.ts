import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { type StaffEnvironment, staffEnvironment } from './staffEnvironment.ts';

export interface AnalyticsEnvironment extends StaffEnvironment {
  readonly tableName: string;
}

/**
 * `TABLE_NAME`, and what `staffEnvironment` reads.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const analyticsEnvironment = (environment: Environment): AnalyticsEnvironment => ({
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  ...staffEnvironment(environment),
});
