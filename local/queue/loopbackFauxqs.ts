import { buildApp } from 'fauxqs';

/** An SQS in this process that only this machine can reach. */
export interface LoopbackFauxqs {
  readonly endpoint: string;
  /** Ends waiting receives and all connections; what the queues held is gone. */
  close(): Promise<void>;
}

/**
 * Starts fauxqs on 127.0.0.1. Its own `startFauxqs` (2.4.1) listens on all addresses, which would let a neighbour on the
 * network send events; so its application is started here.
 * @param options.port 0 for any that is free
 */
export const startLoopbackFauxqs = async (options: {
  readonly port: number;
  readonly region: string;
}): Promise<LoopbackFauxqs> => {
  const app = buildApp({ logger: false, defaultRegion: options.region });
  const endpoint = await app.listen({ port: options.port, host: '127.0.0.1' });
  return { endpoint, close: async () => void (await app.close()) };
};
