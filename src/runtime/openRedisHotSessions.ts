import type { Environment } from '../config/environment.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import { openRedis, type RedisOptions } from './openRedis.ts';

/**
 * Hot sessions alone, for who answers no visitor: see {@link openRedis}.
 * @throws ConfigurationError
 */
export const openRedisHotSessions = async (
  environment: Environment,
  options: RedisOptions,
): Promise<HotSessions> => (await openRedis(environment, options)).hotSessions;
