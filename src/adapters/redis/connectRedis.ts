import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** How long a first connection may take: it is opened while the Lambda starts, outside of any request's budget. */
const CONNECT_TIMEOUT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 500;

/** One node, or a cluster. */
export type RedisClient = Redis | Cluster;

const options = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  disableClientInfo: true,
  enableAutoPipelining: true,
  // A connection that is given up has nobody at its other end to say goodbye to.
  disconnectTimeout: 0,
} satisfies RedisOptions;

/** The first attempt at once: a request may be waiting for it within its budget. */
const retryStrategy = (times: number): number => Math.min((times - 1) * 50, MAX_RECONNECT_DELAY_MS);

/**
 * A client for hot sessions: commands fail at once where the connection is lost, and the connection comes back by itself.
 * @param url `redis://`, or `rediss://` for TLS
 * @param password where it does not stand in the URL
 * @param onError told of every lost connection, so that none ends the process
 */
export const connectRedis = ({
  url,
  password,
  cluster,
  onError,
}: {
  readonly url: string;
  readonly password?: string | undefined;
  readonly cluster: boolean;
  readonly onError: (error: Error) => void;
}): RedisClient => {
  const authorized: RedisOptions = password === undefined ? options : { ...options, password };
  const client = cluster ? connectCluster(url, authorized) : new Redis(url, { ...authorized, retryStrategy });
  client.on('error', onError);
  return client;
};

/** Of the URL, the nodes that the first one names know nothing: what they need stands in the options. */
const connectCluster = (url: string, redisOptions: RedisOptions): Cluster => {
  const { protocol, username, password } = new URL(url);
  return new Cluster([url], {
    clusterRetryStrategy: retryStrategy,
    redisOptions: {
      ...redisOptions,
      ...(password === ''
        ? {}
        : { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
    // ElastiCache's certificates name hosts, not addresses.
    dnsLookup: (address, done) => done(null, address),
  });
};

/** Drops the connection, dead or not, and resolves when a new one takes commands. */
export const reopenRedis = (client: RedisClient): Promise<void> =>
  new Promise((resolve) => {
    client.once('ready', resolve);
    client.disconnect(true);
  });

/** Resolves when the first connection is up, or when it is clear that it will not be in time. */
export const redisReady = (client: RedisClient, timeoutMs = CONNECT_TIMEOUT_MS): Promise<boolean> =>
  new Promise((resolve) => {
    if (client.status === 'ready') return resolve(true);
    const timer = setTimeout(() => resolve(false), timeoutMs);
    client.once('ready', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
