import { connectLocalServer, type LocalServer, readControl, ServerGone } from '../aggregate/localServer.ts';

/**
 * The server that runs on a data folder, to be closed; absent where none does: one that was killed has left its `control.json` behind.
 * @throws Complaint where `control.json` cannot be read
 */
export const runningServer = async (dataDir: string): Promise<LocalServer | undefined> => {
  const control = await readControl(dataDir);
  if (control === undefined) return undefined;
  const server = connectLocalServer(control);
  try {
    await server.ask({ method: 'GET', path: '/health' });
    return server;
  } catch (error) {
    server.close();
    if (error instanceof ServerGone) return undefined;
    throw error;
  }
};
