import type { Fault } from './Fault.ts';

/** `none`: nobody has logged in here; `ended`: somebody had, and the server turned them away. */
export type Session = 'open' | 'none' | 'ended';

/** How the dashboard stands with its server. */
export interface Standing {
  readonly session: Session;
  /** The last try found no server. */
  readonly unreachable: boolean;
}

export interface StandingStore {
  read(): Standing;
  subscribe(changed: () => void): () => void;
  /** Hears how a request ended. */
  told(fault: Fault | undefined): void;
  loggedIn(): void;
  loggedOut(): void;
}

/** Whether somebody is logged in, for the next time; the cookie itself cannot be read. */
export interface SignedInMemory {
  read(): boolean;
  write(signedIn: boolean): void;
}

/** @param memory who was logged in nowhere is asked for the password at once, without asking the server */
export const createStanding = (memory: SignedInMemory): StandingStore => {
  let standing: Standing = { session: memory.read() ? 'open' : 'none', unreachable: false };
  const watchers = new Set<() => void>();
  const become = (next: Standing): void => {
    if (next.session === standing.session && next.unreachable === standing.unreachable) return;
    if (next.session !== standing.session) memory.write(next.session === 'open');
    standing = next;
    for (const changed of [...watchers]) changed();
  };
  return {
    read: () => standing,
    subscribe: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    told: (fault) => {
      const isTurnedAway = fault?.kind === 'unauthorized' && standing.session === 'open';
      become({
        session: isTurnedAway ? 'ended' : standing.session,
        unreachable: fault?.kind === 'unreachable',
      });
    },
    loggedIn: () => become({ session: 'open', unreachable: false }),
    loggedOut: () => become({ session: 'none', unreachable: false }),
  };
};
