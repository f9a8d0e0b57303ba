import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another process that is alive works in the folder. */
export class FolderLocked extends Error {
  override readonly name = 'FolderLocked';
  /** The process that holds the lock. */
  readonly pid: number;

  constructor(lock: { path: string; pid: number }) {
    super(
      `process ${lock.pid} is using this folder; stop it first, or remove ${lock.path} if that process is another program`,
    );
    this.pid = lock.pid;
  }
}

export interface FolderLock {
  /** Gives the folder free. Safe to repeat. */
  release(): Promise<void>;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What the kernel says of a process, behind its name; `undefined` where the system does not tell or the process is gone. */
const statOf = (pid: number): string[] | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the program's name, in parentheses, may hold spaces; field 3 of proc(5) is the first behind it
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

/** When a process started, in the kernel's ticks: field 22. */
const startOf = (pid: number): string | undefined => statOf(pid)?.[19];

/** Killed, but its parent has not heard of it yet: it has an id and nothing else. */
const isZombie = (pid: number): boolean => statOf(pid)?.[0] === 'Z';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

/** The holder's id, where it still runs. Ids come again (in a container, the same one at each start), so its start counts too. */
const livingHolder = (content: string): number | undefined => {
  const [pidText = '', start = '-'] = content.split(' ');
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const startNow = startOf(pid);
  return startNow === undefined || start === '-' || startNow === start ? pid : undefined;
};

/** Puts a dead process's lock aside, unless somebody else did so first and holds the folder now. */
const takeAway = async (path: string, content: string, aside: string): Promise<void> => {
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if ((await readFile(aside, 'utf8')) !== content) await link(aside, path);
  } finally {
    await rm(aside);
  }
};

/**
 * Keeps a folder to one process, by a file `lock` in it with the process's id. The lock of a process that no longer
 * runs (`kill -9`, a power failure) is taken over.
 * @throws {@link FolderLocked} where the holder is alive, this very process included
 */
export const lockFolder = async (dir: string): Promise<FolderLock> => {
  const path = join(dir, 'lock');
  const token = randomBytes(8).toString('hex');
  const mine = `${process.pid} ${startOf(process.pid) ?? '-'} ${token}`;
  const draft = join(dir, `lock.${token}`);
  // linked into place, so that a lock is never seen half written
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        await link(draft, path);
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      let content: string;
      try {
        content = await readFile(path, 'utf8');
      } catch (error) {
        if (codeOf(error) === 'ENOENT') continue;
        throw error;
      }
      const pid = livingHolder(content);
      if (pid !== undefined) throw new FolderLocked({ path, pid });
      await takeAway(path, content, `${draft}.stale`);
    }
  } finally {
    await rm(draft, { force: true });
  }

  let released: Promise<void> | undefined;
  return {
    release() {
      released ??= rm(path, { force: true });
      return released;
    },
  };
};
