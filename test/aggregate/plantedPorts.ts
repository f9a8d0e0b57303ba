import type { AggregatorDependencies } from '../../src/aggregate/createAggregator.ts';

type Ports = Pick<AggregatorDependencies, 'record' | 'ledger' | 'store'>;
type Plant = (ports: Ports) => Ports;

/** Puts some calls off until after the next call of another kind: an order of writes that loses something in a crash. */
const putOff = () => {
  const waiting: (() => Promise<void>)[] = [];
  return {
    later: async (call: () => Promise<void>): Promise<void> => {
      waiting.push(call);
    },
    after: async <T>(call: () => Promise<T>): Promise<T> => {
      const result = await call();
      for (const late of waiting.splice(0)) await late();
      return result;
    },
  };
};

/**
 * Aggregators with a mistake each, made by what they stand on, to see that the crashes find it; and the run of the shop's life in
 * which there is something to lose by it.
 */
export const PLANTED_PORTS: { readonly [mistake: string]: { readonly run: number; readonly plant: Plant } } =
  {
    'says how far it has looked before it has marked what it saw': {
      run: 5,
      plant: ({ ledger, ...ports }) => ({
        ...ports,
        ledger: {
          ...ledger,
          saveState: async (lease, state) => {
            const { dirtyHours = {} } = await ledger.state(lease.site);
            await ledger.saveState(lease, { ...state, dirtyHours });
            await ledger.saveState(lease, state);
          },
        },
      }),
    },

    'says that a day is aggregated before its piece is stored': {
      run: 8,
      plant: ({ ledger, store, ...ports }) => {
        const { later, after } = putOff();
        return {
          ...ports,
          store: {
            ...store,
            writePiece: (site, piece, options) => {
              const write = (): Promise<void> => store.writePiece(site, piece, options);
              return piece.id.kind === 'day' ? later(write) : write();
            },
          },
          ledger: { ...ledger, saveState: (lease, state) => after(() => ledger.saveState(lease, state)) },
        };
      },
    },

    'notes a visitor’s earlier first session before it takes the note from the later one': {
      run: 8,
      plant: ({ record, ...ports }) => {
        const { later, after } = putOff();
        return {
          ...ports,
          record: {
            ...record,
            noteNumbers: (site, notes) => {
              const isTaken = notes.every(({ numbered }) => numbered !== undefined && !numbered.first);
              const note = (): Promise<void> => record.noteNumbers(site, notes);
              return isTaken ? later(note) : note();
            },
            noteVisits: (site, visits) => after(() => record.noteVisits(site, visits)),
          },
        };
      },
    },

    'gives a number out without having reserved it': {
      run: 1,
      plant: ({ ledger, ...ports }) => {
        let next = 0;
        return {
          ...ports,
          ledger: {
            ...ledger,
            reserveNumbers: async (_, count) => {
              next += count;
              return next - count;
            },
          },
        };
      },
    },
  };
