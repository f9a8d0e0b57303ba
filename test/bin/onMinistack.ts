import { afterAll, beforeAll } from 'vitest';
import type { RunningServer } from '../servers/process.ts';
import { startMinistack } from '../servers/servers.ts';

const REGION = 'eu-central-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** How a client of the AWS SDK finds MiniStack. */
export interface MinistackConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof credentials;
}

/** MiniStack for a group of tests: it is started before them, and stopped after them with the client that `open` makes. */
export const onMinistack = <Client extends { destroy(): void }>(
  open: (config: MinistackConfig) => Client,
) => {
  let server: RunningServer & { url: string };
  let client: Client;
  const config = (region = REGION): MinistackConfig => ({ endpoint: server.url, region, credentials });
  beforeAll(async () => {
    server = await startMinistack();
    client = open(config());
  });
  afterAll(async () => {
    client?.destroy();
    await server?.stop();
  });
  return {
    config,
    client: (): Client => client,
    /** What a command finds in its environment. */
    environment: () => ({
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: REGION,
    }),
  };
};
