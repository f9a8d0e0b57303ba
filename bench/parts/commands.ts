import { newVisitors } from '../load/newVisitors.ts';
import { timedClient } from '../load/timedClient.ts';
import { startChild } from '../processes/startChild.ts';
import type { ServerReady } from '../servers/serve.ts';
import { headersWith, pageViewPost } from '../traffic/trackRequest.ts';
import { SERVERS, type ServerName } from './servers.ts';
import type { Stage } from './stage.ts';

/** Commands that a server sent to Redis for one request, by name; each is one trip. */
export type CommandsPerRequest = { readonly [command: string]: number };

export interface RedisCommands {
  readonly first: CommandsPerRequest;
  readonly returning: CommandsPerRequest;
}

const REQUESTS = 100;

/**
 * Counts what comes over the wire, by `MONITOR`: `INFO commandstats` counts what a script does inside Redis as well. A first
 * request is sent before, with which the script is loaded.
 */
const countingCommands = async (stage: Stage, work: () => Promise<unknown>): Promise<CommandsPerRequest> => {
  const monitor = await stage.redis.monitor();
  const counts: { [command: string]: number } = {};
  const ended = Promise.withResolvers<void>();
  const end = `end of counting ${crypto.randomUUID()}`;
  monitor.on('monitor', (_time: string, [command = '', text]: string[], source: string) => {
    if (text === end) ended.resolve();
    else if (source !== 'lua') counts[command.toUpperCase()] = (counts[command.toUpperCase()] ?? 0) + 1;
  });
  await work();
  await stage.redis.echo(end);
  await ended.promise;
  monitor.disconnect();
  return Object.fromEntries(Object.entries(counts).map(([command, count]) => [command, count / REQUESTS]));
};

/** What one server asks of Redis for a first and for a returning visitor's request, one request at a time. */
export const measureCommands = async (stage: Stage, name: ServerName): Promise<RedisCommands> => {
  await stage.redis.flushall();
  const server = await startChild<ServerReady>(SERVERS[name].file, stage.env);
  const { port } = server.ready;
  const client = timedClient(port);
  const posts = async (cookie: string | undefined): Promise<void> => {
    for (let request = 0; request < REQUESTS; request++) {
      await client.post(headersWith(cookie), pageViewPost(Date.now()));
    }
  };
  try {
    const [cookie] = await newVisitors(port, 1);
    return {
      first: await countingCommands(stage, () => posts(undefined)),
      returning: await countingCommands(stage, () => posts(cookie)),
    };
  } finally {
    client.close();
    await server.stop();
  }
};
