import { formatCount, formatRate } from '../format/numbers.ts';
import type { Step } from '../wire.ts';
import { STEPS } from '../words/steps.ts';

export interface FunnelBar {
  readonly step: Step;
  readonly sessions: number;
  /** Of the first step; `null` where there was none. */
  readonly ofAll: number | null;
  /** How many of the step before are not in this one. */
  readonly dropOff: number;
  /** Of that step; `null` where there was none. */
  readonly ofPrevious: number | null;
  /** What `ofAll` was in the range compared with. */
  readonly earlierOfAll?: number | null;
}

const percentage = (rate: number | null | undefined): string => `${(rate ?? 0) * 100}%`;

/** The way to an order, step by step, and where visits were lost. */
export const FunnelChart = ({ bars }: { readonly bars: readonly FunnelBar[] }) => (
  <ol className="funnel">
    {bars.map(({ step, sessions, ofAll, ofPrevious, dropOff, earlierOfAll }, index) => (
      <li key={step}>
        {index > 0 && (
          <p className="funnel-lost">
            <span>
              {formatCount(dropOff)} {STEPS[step].lost}
            </span>
            {ofPrevious !== null && <span className="number">−{formatRate(1 - ofPrevious)}</span>}
          </p>
        )}
        <p className="funnel-words">
          <span>{STEPS[step].label}</span>
          <strong className="number">{formatCount(sessions)}</strong>
          <span className="number muted">{ofAll === null ? '–' : formatRate(ofAll)}</span>
        </p>
        <div className="funnel-track">
          <div className="funnel-bar" style={{ width: percentage(ofAll) }} />
          {earlierOfAll !== null && earlierOfAll !== undefined && index > 0 && (
            <div
              className="funnel-earlier"
              style={{ left: percentage(earlierOfAll) }}
              title={`${formatRate(earlierOfAll)} in the period compared with`}
            />
          )}
        </div>
      </li>
    ))}
  </ol>
);
