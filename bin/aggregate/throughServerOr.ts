import { connectLocalServer, readControl, ServerGone } from './localServer.ts';
import { type Task, throughServer, type Wanted } from './throughServer.ts';

/**
 * Has the server do it that runs on the data folder, or does it here where none does: the folder is one process's at a time.
 * @throws Complaint
 */
export const throughServerOr = async <Done>(
  dataDir: string,
  task: Task<Done>,
  wanted: Wanted,
  direct: () => Promise<void>,
): Promise<void> => {
  const control = await readControl(dataDir);
  if (control === undefined) return direct();
  const server = connectLocalServer(control);
  try {
    // A server that was killed has left its file behind.
    const isThere = await server.ask({ method: 'GET', path: '/health' }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ServerGone) return false;
        throw error;
      },
    );
    await (isThere ? throughServer(task, server, wanted) : direct());
  } finally {
    server.close();
  }
};
