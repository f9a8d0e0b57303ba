import { changeOf } from '../format/metric.ts';
import { formatChange } from '../format/numbers.ts';
import { METRICS, type MetricName } from '../words/metrics.ts';
import { Icon } from './Icon.tsx';

/** Over tenfold, a percentage says nothing any more. */
const MAX_CHANGE = 10;

/** By how much a metric has changed, and whether that is good news. */
export const Delta = ({
  metric,
  current,
  previous,
  unfinished = false,
}: {
  readonly metric: MetricName;
  readonly current: number | null;
  readonly previous: number | null | undefined;
  /** The range is still going on, so that less may only mean "so far". */
  readonly unfinished?: boolean;
}) => {
  const change = changeOf(current, previous);
  if (change === undefined) return <span className="delta delta-none">no comparison</span>;
  const isFlat = Math.abs(change) < 0.005;
  const isGood = change > 0 === (METRICS[metric].better === 'more');
  const tone = isFlat || unfinished ? 'flat' : isGood ? 'good' : 'bad';
  const text = Math.abs(change) > MAX_CHANGE ? `${change > 0 ? '>' : '<'} 10×` : formatChange(change);
  return (
    <span className={`delta delta-${tone}`}>
      {!isFlat && <Icon name={change > 0 ? 'up' : 'down'} size={14} />}
      {isFlat ? 'unchanged' : text.replace(/^[+\-−]/, '')}
      <span className="sr-only">{change > 0 ? ' more' : ' less'} than in the period compared with</span>
    </span>
  );
};
