import { ApiFault, type Fault } from './Fault.ts';

/** What is known of one address of the API. A new object each time that it changes. */
export interface Known {
  readonly data?: unknown;
  /** When the data came, epoch milliseconds. */
  readonly at?: number;
  /** Why the last try brought nothing. */
  readonly fault?: Fault;
  readonly loading: boolean;
}

export interface Answers {
  read(url: string): Known;
  /** Hears of changes, and loads what is not there or not fresh. Once nobody watches, what is under way is aborted. */
  watch(url: string, changed: () => void): () => void;
  /** Asks again, unless it is being asked. */
  refresh(url: string): void;
  /** Asks again for what is watched and could not be had. */
  retryFaults(): void;
  /** Forgets everything: somebody else may have logged in. */
  clear(): void;
}

interface Entry {
  known: Known;
  controller: AbortController | undefined;
  readonly watchers: Set<() => void>;
}

/** For so long an answer is shown without asking again: going back and forth costs nothing. */
const FRESH_MS = 30_000;
/** Answers nobody watches any more that are kept. */
const MAX_KEPT = 200;

const UNKNOWN: Known = { loading: false };

/**
 * The one place where answers of the API are kept: what is there is shown at once and asked for again behind it
 * ("stale while revalidate", RFC 5861).
 * @param ask rejects with {@link ApiFault} where there is no answer
 * @param told hears how each try ended
 */
export const createAnswers = ({
  ask,
  now,
  told,
}: {
  readonly ask: (url: string, signal: AbortSignal) => Promise<unknown>;
  readonly now: () => number;
  readonly told?: (fault: Fault | undefined) => void;
}): Answers => {
  const entries = new Map<string, Entry>();

  const entryOf = (url: string): Entry => {
    const found = entries.get(url);
    if (found) return found;
    const made: Entry = { known: UNKNOWN, controller: undefined, watchers: new Set() };
    entries.set(url, made);
    return made;
  };

  const become = (entry: Entry, known: Known): void => {
    entry.known = known;
    for (const changed of [...entry.watchers]) changed();
  };

  const dropOldest = (): void => {
    for (const [url, { watchers }] of entries) {
      if (entries.size <= MAX_KEPT) return;
      if (watchers.size === 0) entries.delete(url);
    }
  };

  const load = async (url: string, entry: Entry): Promise<void> => {
    const controller = new AbortController();
    entry.controller = controller;
    become(entry, { ...entry.known, loading: true });
    try {
      const data = await ask(url, controller.signal);
      if (entry.controller !== controller) return;
      entry.controller = undefined;
      become(entry, { data, at: now(), loading: false });
      told?.(undefined);
    } catch (error) {
      if (entry.controller !== controller) return;
      entry.controller = undefined;
      if (!(error instanceof ApiFault)) throw error;
      become(entry, { ...entry.known, fault: error.fault, loading: false });
      told?.(error.fault);
    }
  };

  const abort = (entry: Entry): void => {
    const { controller } = entry;
    if (!controller) return;
    entry.controller = undefined;
    entry.known = { ...entry.known, loading: false };
    controller.abort();
  };

  const isFresh = ({ at, fault }: Known): boolean =>
    at !== undefined && fault === undefined && now() - at < FRESH_MS;

  const refresh = (url: string): void => {
    const entry = entryOf(url);
    if (!entry.controller) void load(url, entry);
  };

  return {
    read: (url) => entries.get(url)?.known ?? UNKNOWN,
    watch: (url, changed) => {
      const entry = entryOf(url);
      entry.watchers.add(changed);
      if (!isFresh(entry.known)) refresh(url);
      return () => {
        entry.watchers.delete(changed);
        if (entry.watchers.size > 0) return;
        abort(entry);
        dropOldest();
      };
    },
    refresh,
    retryFaults: () => {
      for (const [url, { known, watchers }] of entries) {
        if (watchers.size > 0 && known.fault !== undefined) refresh(url);
      }
    },
    clear: () => {
      for (const [url, entry] of entries) {
        abort(entry);
        if (entry.watchers.size === 0) entries.delete(url);
        else become(entry, UNKNOWN);
      }
      for (const [url, { watchers }] of entries) if (watchers.size > 0) refresh(url);
    },
  };
};
