import { type FunnelBar, FunnelChart } from '../../chart/FunnelChart.tsx';
import { Card } from '../../ui/Card.tsx';
import type { Realtime } from '../../wire.ts';
import { STEP_NAMES } from '../../words/steps.ts';

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** How far the visits of the last half hour have come. */
export const LiveFunnel = ({ live: { funnel } }: { readonly live: Realtime }) => {
  const bars = STEP_NAMES.map((step, index): FunnelBar => {
    const before = funnel[STEP_NAMES[Math.max(0, index - 1)] ?? step];
    return {
      step,
      sessions: funnel[step],
      ofAll: ratio(funnel[step], funnel.sessions),
      ofPrevious: ratio(funnel[step], before),
      dropOff: before - funnel[step],
    };
  });
  return (
    <Card title="On the way to an order" note="Visits of the last 30 minutes" className="live-funnel">
      <FunnelChart bars={bars} />
    </Card>
  );
};
