import { openAppendLog } from '../../src/adapters/embedded/appendLog.ts';
import type { Log } from '../../src/ports/Log.ts';
import { seal, unseal } from './envelope.ts';

/** Messages that were accepted and that no writer has finished yet, in a file that outlives `kill -9`. */
export interface Spool {
  /** By id, oldest first. */
  readonly open: ReadonlyMap<number, string>;
  /** Resolves with the message's id once the file has it. */
  add(body: string): Promise<number>;
  /** The writer has finished these. Resolves once the file says so; a crash before only has them written again. */
  clear(ids: readonly number[]): Promise<void>;
  /** Resolves once nothing is open. */
  whenEmpty(): Promise<void>;
  close(): Promise<void>;
}

const added = (id: number, body: string): Buffer => Buffer.from(`+${seal(id, body)}`);
const cleared = (ids: readonly number[]): Buffer => Buffer.from(`-${ids.join(' ')}`);

type Line =
  | { readonly kind: 'added'; readonly id: number; readonly body: string }
  | { readonly kind: 'cleared'; readonly ids: readonly number[] };

/** @throws Error where the bytes are none of ours: their checksum held, so a newer program wrote them */
const lineOf = (payload: Buffer): Line => {
  const text = payload.toString('utf8', 1);
  if (payload[0] === 0x2d) return { kind: 'cleared', ids: text.split(' ').map(Number) };
  const { id, body } = unseal(text);
  if (payload[0] !== 0x2b || id === undefined) throw new Error('no message of the queue spool');
  return { kind: 'added', id, body };
};

function* addedAgain(open: readonly (readonly [number, string])[]): Generator<Buffer> {
  for (const [id, body] of open) yield added(id, body);
}

/**
 * Opens the spool, or makes it. The file is compacted here, in use where most of it is done with, and at the end.
 * @throws what `openAppendLog` throws
 */
export const openSpool = async (options: {
  readonly path: string;
  readonly log: Log;
  /** A file smaller than this is not compacted while it is in use; 4 MiB. */
  readonly compactFromBytes?: number;
}): Promise<Spool> => {
  const { path, log, compactFromBytes = 4 * 1_048_576 } = options;
  const open = new Map<number, string>();
  let openCharacters = 0;
  let lastId = 0;
  let waiters: (() => void)[] = [];

  const put = (id: number, body: string): void => {
    lastId = Math.max(lastId, id);
    open.set(id, body);
    openCharacters += body.length;
  };
  const remove = (id: number): void => {
    openCharacters -= open.get(id)?.length ?? 0;
    open.delete(id);
    if (open.size > 0) return;
    for (const resolve of waiters) resolve();
    waiters = [];
  };

  const file = await openAppendLog({
    path,
    onRecord: (payload) => {
      const line = lineOf(payload);
      if (line.kind === 'added') put(line.id, line.body);
      else for (const id of line.ids) remove(id);
    },
    onRepair: (what) => log.warn('cut a torn record off the end of the queue spool', what),
  });
  const compact = (): Promise<void> => file.rewrite(addedAgain([...open]));
  await compact();

  let compacting = false;
  const compactWhereWorthIt = async (): Promise<void> => {
    if (compacting || file.size < compactFromBytes || file.size < 2 * openCharacters) return;
    compacting = true;
    try {
      await compact();
    } catch (error) {
      log.error('the queue spool could not be compacted; it only stays long', { error: error as Error });
    } finally {
      compacting = false;
    }
  };

  return {
    open,
    add: async (body) => {
      const id = lastId + 1;
      // Before the file has it, so that a compaction on the way keeps it as well.
      put(id, body);
      try {
        await file.append([added(id, body)]);
      } catch (error) {
        remove(id);
        throw error;
      }
      return id;
    },
    clear: async (ids) => {
      if (ids.length === 0) return;
      for (const id of ids) remove(id);
      await file.append([cleared(ids)]);
      await compactWhereWorthIt();
    },
    whenEmpty: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => void waiters.push(resolve)),
    close: async () => {
      if (open.size === 0) await compact();
      await file.close();
    },
  };
};
