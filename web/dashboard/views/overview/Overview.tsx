import { useDashboard } from '../../state/DashboardContext.ts';
import { Notice } from '../../ui/Notice.tsx';
import type { Dimension } from '../../wire.ts';
import { METRIC_NAMES, type MetricName, metricWords } from '../../words/metrics.ts';
import { AllValues } from './AllValues.tsx';
import { BreakdownCard } from './BreakdownCard.tsx';
import { Headlines } from './Headlines.tsx';

interface CardOf {
  readonly title: string;
  readonly tabs: readonly Dimension[];
}

const CARDS: readonly CardOf[] = [
  { title: 'Where visits come from', tabs: ['channel', 'source', 'campaign'] },
  { title: 'Pages', tabs: ['landingPage', 'exitPage'] },
  { title: 'Countries', tabs: ['country'] },
  { title: 'Devices', tabs: ['device', 'browser', 'os'] },
];

/** How the shop is doing: the headlines, how they went, and what they are made of. */
export const Overview = () => {
  const { address, site, go } = useDashboard();
  return (
    <>
      {site.firstDay === null && (
        <Notice title="Waiting for the first visit">
          Put the tracker on your shop’s pages. The first visit is on the Live view within a minute, and here
          soon after.
        </Notice>
      )}
      <Headlines />
      <section className="breakdowns" aria-labelledby="breakdowns">
        <header className="section-head">
          <h2 id="breakdowns">Breakdown</h2>
          <label className="inline-label">
            <span>by</span>
            <select
              className="select"
              aria-label="Metric"
              value={address.metric}
              onChange={(event) => go({ metric: event.target.value as MetricName })}
            >
              {METRIC_NAMES.map((name) => (
                <option key={name} value={name}>
                  {metricWords(name, site).label}
                </option>
              ))}
            </select>
          </label>
        </header>
        <div className="card-grid">
          {CARDS.map(({ title, tabs }) => (
            <BreakdownCard key={title} title={title} tabs={tabs} />
          ))}
        </div>
      </section>
      {address.all && <AllValues by={address.all} />}
    </>
  );
};
