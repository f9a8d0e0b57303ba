import type { Environment } from '../../src/config/environment.ts';
import { Complaint } from '../aggregate/Complaint.ts';
import type { LocalStackPlaces } from './LocalStackPlaces.ts';

/**
 * The places of an emulator and servers that somebody else has started, who shares this machine's network with the functions.
 * @throws Complaint where `AWS_ENDPOINT_URL`, `REDIS_URL` or `MONGODB_URI` is not set
 */
export const givenPlaces = (environment: Environment): LocalStackPlaces => {
  const required = (name: string): string => {
    const value = environment[name];
    if (value) return value;
    throw new Complaint(`--no-compose deploys to servers that run already: ${name} must say where.`);
  };
  const mongodbUri = required('MONGODB_URI');
  return {
    endpoint: required('AWS_ENDPOINT_URL').replace(/\/+$/, ''),
    redisUrl: required('REDIS_URL'),
    mongodbUri,
    mongodbUriHere: mongodbUri,
  };
};
