import { Sparkline } from '../../chart/Sparkline.tsx';
import type { Headline } from '../../data/useSummary.ts';
import { formatMetric } from '../../format/metric.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Delta } from '../../ui/Delta.tsx';
import type { Point } from '../../wire.ts';
import { type MetricName, metricWords } from '../../words/metrics.ts';

/** Headline numbers with how they changed; a click makes one the metric of the whole page. */
export const Tiles = ({
  names,
  headline: { current, previous },
  points,
}: {
  readonly names: readonly MetricName[];
  readonly headline: Headline;
  readonly points: readonly Point[];
}) => {
  const { address, site, holdsToday, subject, go } = useDashboard();
  const isTodayAlone = holdsToday && subject.from === subject.to;
  return (
    <ul className="tiles">
      {names.map((name) => (
        <li key={name}>
          <button
            type="button"
            className="tile"
            aria-pressed={name === address.metric}
            title={metricWords(name, site).explained}
            onClick={() => go({ metric: name })}
          >
            <span className="tile-label">{metricWords(name, site).label}</span>
            <span className="tile-value">{formatMetric(name, current[name], site.currency, 'headline')}</span>
            {address.compare !== 'none' && (
              <Delta
                metric={name}
                current={current[name]}
                previous={previous?.[name]}
                unfinished={isTodayAlone}
              />
            )}
            <Sparkline values={points.map((point) => (point.missing ? null : point[name]))} />
          </button>
        </li>
      ))}
    </ul>
  );
};
