import * as v from 'valibot';
import { number } from './metricsSchema.ts';

export const qualityEntries = {
  accepted: number,
  duplicated: number,
  late: number,
  deferred: number,
  refused: number,
  deadLettered: number,
  sealed: number,
  erased: number,
};
/** How many events were counted, and what became of those that were not. */
export const qualitySchema = v.object(qualityEntries);
export type Quality = v.InferOutput<typeof qualitySchema>;
export const QUALITY_NAMES = Object.keys(qualityEntries) as (keyof Quality)[];

/** A day whose numbers changed after they were first told. */
export const recomputedSchema = v.object({
  day: v.string(),
  version: number,
  at: v.string(),
  reason: v.string(),
});
export type Recomputed = v.InferOutput<typeof recomputedSchema>;

/** Set where the site keeps no cookies: a visitor who comes on two days is two. */
export const uniqueVisitsPerSchema = v.optional(
  v.pipe(v.literal('day'), v.description('Set where a visitor is known for a day: who comes on two is two.')),
);

/** How much the numbers of a range can be relied on. */
export const statusSchema = v.object({
  /** Whether the range includes a day that is not finished. */
  provisional: v.boolean(),
  /** When the newest of the numbers was reckoned. */
  asOf: v.nullable(v.string()),
  /** Days of which nothing is known. */
  missingDays: v.array(v.string()),
  recomputed: v.array(recomputedSchema),
  /** Sealed days to which something was added since. */
  corrected: v.array(v.object({ day: v.string(), reason: v.string() })),
  quality: qualitySchema,
  /** Set where it is alarming: the share of events that came from another site's pages, where browsers send no cookies. */
  crossSiteShare: v.optional(number),
  /** Set where a value that was asked for may also be among a day's `(other)`, so that the numbers are too low. */
  otherHides: v.optional(v.boolean()),
  uniqueVisitsPer: uniqueVisitsPerSchema,
});
export type Status = v.InferOutput<typeof statusSchema>;

/** Both ends inclusive, in the site's own days. */
export const rangeSchema = v.object({ from: v.string(), to: v.string(), days: number });
export type Range = v.InferOutput<typeof rangeSchema>;
