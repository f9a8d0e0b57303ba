import type { Fault, Faults } from './faults.ts';
import type { Mishap, Place } from './plan.ts';
import type { SimulatedProcess } from './simulatedProcess.ts';
import type { Timeline } from './timeline.ts';

/** How a store does a batch: at once, with others coming in between, or half. */
export interface Course {
  readonly raced: boolean;
  readonly torn: boolean;
  /** Lets time pass in the middle of it. */
  readonly pause: () => Promise<void>;
}

/** The batch was only half done. */
export class Torn extends Error {
  override readonly name = 'Torn';
}

/** A call of a store over the network: what may go wrong goes wrong here. */
export type Call = <T>(
  place: Place,
  label: string,
  work: (course: Course) => Promise<T>,
  options?: { readonly isBatch?: boolean },
) => Promise<T>;

/** The error that the place's own client would give. */
export type FaultError = (place: Place, message: string) => Error;

/** How long a place that is down takes to say so. */
const REFUSES_AFTER_MS = 2;

export const createNetwork = ({
  timeline,
  faults,
  mishaps,
  errorOf,
  tell,
}: {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly mishaps: readonly Mishap[];
  readonly errorOf: FaultError;
  /** Hears of each call, and what befell it. */
  readonly tell: (line: string) => void;
}) => {
  const downs = mishaps.filter(
    (mishap): mishap is Extract<Mishap, { kind: 'down' | 'failover' }> =>
      mishap.kind === 'down' || mishap.kind === 'failover',
  );
  let atPeace = false;

  const downOf = (place: Place): 'refuses' | 'hangs' | undefined => {
    if (atPeace) return undefined;
    const nowMs = timeline.nowMs();
    const down = downs.find(
      (mishap) =>
        mishap.atMs <= nowMs &&
        nowMs < mishap.untilMs &&
        (mishap.kind === 'failover' ? place === 'record' : mishap.place === place),
    );
    if (down === undefined) return undefined;
    // Those who call a store of metrics or a queue wait as long as its client does, and are then told.
    const mayHang = place === 'redis' || place === 'record';
    return down.kind === 'down' && down.how === 'hangs' && mayHang ? 'hangs' : 'refuses';
  };

  /** Whether the place has failed over while an answer was on its way: nobody knows whether it is done. */
  const failedOver = (place: Place, sinceMs: number): boolean =>
    !atPeace &&
    place === 'record' &&
    downs.some(({ kind, atMs }) => kind === 'failover' && atMs >= sinceMs && atMs <= timeline.nowMs());

  return {
    rest: () => {
      atPeace = true;
    },
    callOf:
      (process: SimulatedProcess): Call =>
      (place, label, work, { isBatch = false } = {}) =>
        new Promise((resolve, reject) => {
          if (!process.isAlive()) return;
          const mayFail = (fault: Fault) => isBatch || (fault !== 'torn' && fault !== 'raced');
          const fate = faults.fateOf(place, label, mayFail);
          tell(`${process.name} ${fate.name}${fate.fault === undefined ? '' : `: ${fate.fault}`}`);
          if (fate.fault === 'killed before') return process.kill();
          const sentMs = timeline.nowMs();
          const answer = (give: () => void): void => {
            timeline.after(fate.backMs, () => {
              if (process.isAlive()) give();
            });
          };
          const refuse = (why: string, cause?: unknown): void =>
            answer(() => {
              const error = errorOf(place, why);
              if (cause !== undefined) error.cause = cause;
              reject(error);
            });
          timeline.after(fate.thereMs, () => {
            const down = downOf(place);
            if (down === 'hangs') return;
            if (down === 'refuses') {
              timeline.after(REFUSES_AFTER_MS, () => refuse(`${place} is down`));
              return;
            }
            if (fate.fault === 'refused') return refuse('the connection was reset');
            const course = {
              raced: fate.fault === 'raced',
              torn: fate.fault === 'torn',
              pause: () => new Promise<void>((goOn) => timeline.after(fate.betweenMs, goOn)),
            };
            work(course).then(
              (result) => {
                if (fate.fault === 'killed after') return process.kill();
                if (fate.fault === 'unanswered' || failedOver(place, sentMs)) {
                  return refuse('the connection was reset after it was done');
                }
                answer(() => resolve(result));
              },
              (error: unknown) => {
                if (error instanceof Torn) refuse('the connection was reset in the middle', error);
                else answer(() => reject(error));
              },
            );
          });
        }),
  };
};
