import { runningServer } from '../command/runningServer.ts';
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
  const server = await runningServer(dataDir);
  if (server === undefined) return direct();
  try {
    await throughServer(task, server, wanted);
  } finally {
    server.close();
  }
};
