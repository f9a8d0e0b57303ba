import type { JourneyEvent } from '../../wire.ts';

/** Two or more. */
export type Looks = readonly [JourneyEvent, JourneyEvent, ...JourneyEvent[]];

/** A part of a visit that is told as one: several looks in a row, or something done. */
export type Moment =
  | { readonly kind: 'browsing'; readonly events: Looks }
  | { readonly kind: 'event'; readonly event: JourneyEvent };

/** Told of their own accord, not done by the visitor: they would be noise between what was. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['page_leave', 'session_touched', 'session_started']);
const LOOKS: ReadonlySet<string> = new Set(['page_view', 'product_view']);

/** A visit's events as the moments that one would tell: looks in a row are one. */
export const momentsOf = (events: readonly JourneyEvent[]): Moment[] => {
  const moments: Moment[] = [];
  let looks: JourneyEvent[] = [];
  const endLooks = (): void => {
    const [first, second, ...more] = looks;
    if (first && second) moments.push({ kind: 'browsing', events: [first, second, ...more] });
    else if (first) moments.push({ kind: 'event', event: first });
    looks = [];
  };
  const told = events.filter(({ type }) => !HOUSEKEEPING.has(type)).sort((a, b) => a.at.localeCompare(b.at));
  for (const event of told) {
    if (LOOKS.has(event.type)) {
      looks.push(event);
      continue;
    }
    endLooks();
    moments.push({ kind: 'event', event });
  }
  endLooks();
  return moments;
};
