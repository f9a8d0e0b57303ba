import type { AggregatorDependencies } from '../../src/aggregate/createAggregator.ts';

type Ports = Pick<AggregatorDependencies, 'record' | 'ledger' | 'store'>;

/** A call of a port, before or after its work: what it throws ends the process that called. */
export type Around = (call: { readonly name: string; readonly args: readonly unknown[] }) => Promise<void>;

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Ports whose calls, and each batch of a stream, are interrupted before and after their work. */
export const interruptedPorts = (
  ports: Ports,
  { before, after }: { readonly before: Around; readonly after: Around },
): Ports => {
  const wrapped = <P extends object>(port: P, name: string): P =>
    Object.fromEntries(
      Object.entries(port).map(([method, run]) => [
        method,
        (...args: unknown[]) => {
          const call = { name: `${name}.${method}`, args };
          if (method === 'sessionsStarted') return stream(call, run(...args));
          return (async () => {
            await before(call);
            const result = await run(...args);
            await after(call);
            return result;
          })();
        },
      ]),
    ) as P;

  const stream = async function* (call: Parameters<Around>[0], batches: unknown) {
    if (!isAsyncIterable(batches)) throw new Error(`${call.name} streams nothing`);
    await before(call);
    for await (const batch of batches) {
      await after(call);
      yield batch;
    }
    await after(call);
  };

  return {
    record: wrapped(ports.record, 'record'),
    ledger: wrapped(ports.ledger, 'ledger'),
    store: wrapped(ports.store, 'store'),
  };
};

/** The process was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * Ports of a process that is killed at its n-th step: a step lies before and after each call, so that a command is done or
 * not when the process ends. Whatever it still tries fails.
 */
export const mortalPorts = (ports: Ports, killedAt: number) => {
  let steps = 0;
  const step: Around = async ({ name }) => {
    // The live view asks this sixty times and writes nothing in between.
    if (name !== 'record.eventsReceived') steps += 1;
    if (steps >= killedAt) throw new Killed(`at step ${steps}, ${name}`);
  };
  return { ports: interruptedPorts(ports, { before: step, after: step }), steps: () => steps };
};
