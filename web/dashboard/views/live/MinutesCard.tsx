import { useState } from 'react';
import { BarChart, type BarPoint } from '../../chart/BarChart.tsx';
import { ChartCard } from '../../chart/ChartCard.tsx';
import { PointTable } from '../../chart/PointTable.tsx';
import { formatTime } from '../../format/dates.ts';
import { formatMoney } from '../../format/money.ts';
import { counted, formatCount } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Switch } from '../../ui/Switch.tsx';
import type { Realtime } from '../../wire.ts';

const HEIGHT = 252;
const COUNTS = [
  { value: 'pageViews', label: 'Page views' },
  { value: 'sessions', label: 'Visits' },
] as const;
type Counted = (typeof COUNTS)[number]['value'];

/** The last hour, minute by minute. */
export const MinutesCard = ({ live }: { readonly live: Realtime }) => {
  const { site } = useDashboard();
  const [shown, show] = useState<Counted>('pageViews');
  const points: BarPoint[] = live.minutes.map((minute) => {
    const time = formatTime(minute.minute, site.timezone);
    return {
      at: minute.minute,
      label: time,
      short: time,
      value: minute[shown],
      more: [
        ...(minute.orders > 0
          ? [`${counted(minute.orders, 'order')}, ${formatMoney(minute.revenue, live.currency)}`]
          : []),
        ...(minute.activeVisitors === null ? [] : [`${counted(minute.activeVisitors, 'visitor')} active`]),
      ],
    };
  });
  const one = shown === 'pageViews' ? 'page view' : 'visit';
  return (
    <ChartCard
      title="Last hour"
      controls={<Switch label="Count" choices={COUNTS} chosen={shown} choose={show} />}
      chart={
        <BarChart
          label={`Last hour by minute: ${one}s`}
          points={points}
          height={HEIGHT}
          format={(value) => counted(value, one)}
        />
      }
      table={
        <PointTable
          caption={`Last hour by minute: ${one}s`}
          points={points.map(({ at, label, short, value, more }) => ({
            at,
            label,
            short,
            value,
            provisional: false,
            missing: false,
            changed: more.join(', ') || undefined,
          }))}
          format={(value) => formatCount(value ?? 0)}
        />
      }
    />
  );
};
