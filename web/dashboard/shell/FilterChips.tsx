import { toggleFilter, writeFilter } from '../state/address.ts';
import { useDashboard } from '../state/DashboardContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { DIMENSIONS, valueLabel } from '../words/dimensions.ts';

/** What everything on the page is narrowed down to; a click takes it back. */
export const FilterChips = () => {
  const { address, go } = useDashboard();
  const { filters } = address;
  return (
    <ul className="chips" aria-label="Filters">
      {filters.map((filter) => (
        <li key={writeFilter(filter)}>
          <button
            type="button"
            className="chip"
            onClick={() => go({ filters: toggleFilter(filters, filter) })}
          >
            <span className="sr-only">Remove the filter </span>
            <span className="chip-name">{DIMENSIONS[filter.dimension].one}</span>
            <span>{valueLabel(filter.dimension, filter.value)}</span>
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <button type="button" className="link-button" onClick={() => go({ filters: [] })}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
};
