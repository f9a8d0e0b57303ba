import type { LocalStackPlaces } from './LocalStackPlaces.ts';
import type { Step } from './Step.ts';

export const COMPOSE_FILE = 'docker-compose.localstack.yml';

/** What {@link COMPOSE_FILE} publishes and how its services are called. */
export const COMPOSE_PLACES: LocalStackPlaces = {
  // By number: the SDK puts a bucket's name before a host that is a name, and bucket.localhost is nowhere.
  endpoint: 'http://127.0.0.1:4566',
  redisUrl: 'redis://redis:6379',
  mongodbUri: 'mongodb://mongo:27017/footfall',
  mongodbUriHere: 'mongodb://127.0.0.1:27117/footfall',
};

/** The demo site's own origin, which the proxy answers. */
export const SITE_ADDRESS = 'http://localhost:3000';

const up = (...args: readonly string[]): Step['command'] => [
  'docker',
  'compose',
  '--file',
  COMPOSE_FILE,
  'up',
  '--detach',
  '--wait',
  ...args,
];

/**
 * Starts what a deployment needs, and waits until it answers. Always anew: LocalStack 4.14.0 cannot change the stage of a REST API
 * ("Stage already exists"), and takes the deployment that was there apart over it.
 */
export const startServers: Step = {
  title: 'LocalStack, Redis and MongoDB',
  command: up('--force-recreate', 'localstack', 'redis', 'mongo'),
};

/** Starts the proxy before the REST API that was deployed. */
export const startProxy = (restApiId: string): Step => ({
  title: 'The proxy',
  command: up('proxy'),
  environment: { REST_API_ID: restApiId },
});
