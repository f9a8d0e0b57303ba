import type { Headline } from '../../data/useSummary.ts';
import { formatMetric } from '../../format/metric.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Delta } from '../../ui/Delta.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { type MetricName, metricWords } from '../../words/metrics.ts';

/** Numbers side by side with how they changed. */
export const Changes = ({
  names,
  headline: { current, previous },
}: {
  readonly names: readonly MetricName[];
  readonly headline: Headline;
}) => {
  const { address, site } = useDashboard();
  return (
    <dl className="card figures figures-wide">
      {names.map((name) => (
        <Figure
          key={name}
          label={metricWords(name, site).label}
          value={formatMetric(name, current[name], site.currency, 'headline')}
        >
          {address.compare !== 'none' && (
            <Delta metric={name} current={current[name]} previous={previous?.[name]} />
          )}
        </Figure>
      ))}
    </dl>
  );
};
