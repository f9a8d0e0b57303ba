import { toggleFilter } from '../../state/address.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Dimension } from '../../wire.ts';
import { OTHER, valueLabel } from '../../words/dimensions.ts';

/** A dimension's value: a click filters everything by it, or takes that back. All others together cannot be filtered by. */
export const ValueButton = ({
  dimension,
  value,
}: {
  readonly dimension: Dimension;
  readonly value: string;
}) => {
  const { address, go } = useDashboard();
  const label = valueLabel(dimension, value);
  if (value === OTHER) return <span className="value">{label}</span>;
  const chosen = address.filters.some((one) => one.dimension === dimension && one.value === value);
  return (
    <button
      type="button"
      className="value"
      aria-pressed={chosen}
      title={label}
      onClick={() => go({ all: undefined, filters: toggleFilter(address.filters, { dimension, value }) })}
    >
      <span>{label}</span>
      {chosen && <Icon name="filter" size={14} />}
    </button>
  );
};
