import { MAX_EVENTS_BYTES, type TrackedEvent } from './wire.ts';

/** An event's bytes on the wire. */
export const bytesOf = (event: TrackedEvent): number => new Blob([JSON.stringify(event)]).size + 1;

/** The first events that fit into one post, and one in any case: a post of none would never come to an end. */
export const batchOf = (events: readonly TrackedEvent[], maxEvents: number): readonly TrackedEvent[] => {
  let bytes = 0;
  const tooMany = events.findIndex((event, index) => {
    bytes += bytesOf(event);
    return index > 0 && (index === maxEvents || bytes > MAX_EVENTS_BYTES);
  });
  return tooMany < 0 ? events : events.slice(0, tooMany);
};
