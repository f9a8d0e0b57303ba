import type { BackedUp } from '../../local/backup/backUp.ts';
import type { BackupLine } from '../../local/backup/backupHandler.ts';
import { Complaint } from '../aggregate/Complaint.ts';
import { type LocalServer, ServerGone } from '../aggregate/localServer.ts';

/**
 * Has the running server write the backup.
 * @throws Complaint with the server's own words where it refuses or fails
 */
export const backUpThroughServer = async (
  server: LocalServer,
  { to, onProgress }: { to: string; onProgress: (entries: number) => void },
): Promise<BackedUp> => {
  const { status, lines } = await server.lines({
    method: 'POST',
    path: '/api/local/backup',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  });
  if (status !== 200) throw new Complaint(`The server refuses to back up: it answers ${status}.`);
  for await (const text of lines) {
    const line: BackupLine = JSON.parse(text);
    if ('error' in line) throw new Complaint(`${line.error.message}.`);
    if ('ok' in line) return line;
    onProgress(line.entries);
  }
  throw new ServerGone('Footfall broke off in the middle; there is no backup.');
};
