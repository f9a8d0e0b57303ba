import type { QualityCounts } from '../wire.ts';

export type QualityName = keyof QualityCounts;

interface QualityWords {
  readonly label: string;
  readonly explained: string;
  /** Whether what it counts is not in the numbers. */
  readonly missing: boolean;
}

/** What happens to events on their way to the numbers. */
export const QUALITY: { readonly [name in QualityName]: QualityWords } = {
  accepted: { label: 'Accepted', explained: 'Arrived, checked, and counted.', missing: false },
  duplicated: {
    label: 'Told twice',
    explained: 'Sent again by a browser that was not sure. Counted once.',
    missing: false,
  },
  late: {
    label: 'Late',
    explained: 'Arrived long after they happened. Counted on the day they belong to.',
    missing: false,
  },
  deferred: {
    label: 'Delayed by an outage',
    explained: 'Waited until a store was back. Counted since.',
    missing: false,
  },
  refused: {
    label: 'Refused',
    explained: 'Broke a rule of the endpoint, so they are in no number.',
    missing: true,
  },
  deadLettered: {
    label: 'Set aside',
    explained: 'Could not be read by the writer. Kept apart, and in no number until someone looks.',
    missing: true,
  },
  sealed: {
    label: 'Too late',
    explained: 'For a day whose raw data is gone. Only orders and refunds still change such a day.',
    missing: true,
  },
  erased: {
    label: 'Of erased visitors',
    explained: 'Still on their way when their visitor was erased. Left out on purpose.',
    missing: false,
  },
};
export const QUALITY_NAMES = Object.keys(QUALITY) as readonly QualityName[];

/** How many events the numbers lack. */
export const missingEvents = (counts: QualityCounts): number =>
  QUALITY_NAMES.reduce((sum, name) => sum + (QUALITY[name].missing ? counts[name] : 0), 0);
