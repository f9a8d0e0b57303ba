import type { RunningServer } from '../../test/servers/process.ts';

const running = new Set<RunningServer>();

// However this process ends: a server that outlives its benchmark takes its share of the next one.
process.once('exit', () => {
  for (const { process: server } of running) server.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A server that ends with this process at the latest, by an error or a signal too. */
export const owned = <Server extends RunningServer>(server: Server): Server => {
  running.add(server);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      running.delete(server);
    },
  };
};
