import type { WasErased } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { Erasures } from '../../src/ports/Erasures.ts';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';

/**
 * What a process without Redis knows of browsers that were erased before it started: the record's tombstones, for as long as they stay.
 * Where the record does not answer, nobody can say; then the cookies carry the ids, as without Redis, and the writer drops them.
 */
export const erasedInRecord =
  (erasures: Pick<Erasures, 'isErased'>): WasErased =>
  async (site, browser) => {
    try {
      return await erasures.isErased(site, { kind: 'browser', id: browser });
    } catch (cause) {
      throw new HotSessionsUnavailable('nobody can say whether the browser was erased', { cause });
    }
  };
