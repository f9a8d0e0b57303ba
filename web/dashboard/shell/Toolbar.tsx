import { useDashboard } from '../state/DashboardContext.ts';
import { COMPARISONS, type Comparison } from '../state/ranges.ts';
import { Icon } from '../ui/Icon.tsx';
import { RangePicker } from './RangePicker.tsx';
import { VIEWS } from './views.ts';

/** Over which days a view looks, with what it compares them, and its numbers as a file. */
export const Toolbar = () => {
  const { address, subject, go } = useDashboard();
  const view = VIEWS[address.view];
  return (
    <div className="toolbar">
      {view.range && <RangePicker />}
      {view.compare && (
        <select
          className="select"
          aria-label="Compare with"
          value={address.compare}
          onChange={(event) => go({ compare: event.target.value as Comparison })}
        >
          {Object.entries(COMPARISONS).map(([name, label]) => (
            <option key={name} value={name}>
              {name === 'none' ? label : `vs. ${label.toLowerCase()}`}
            </option>
          ))}
        </select>
      )}
      <a className="button" href={view.csv(subject, address)} download>
        <Icon name="download" size={18} />
        <span className="csv-word">CSV</span>
      </a>
    </div>
  );
};
