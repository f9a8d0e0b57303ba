import { useDashboard } from '../../state/DashboardContext.ts';
import type { JourneyEvent } from '../../wire.ts';
import { describeEvent } from './describeEvent.ts';
import { MomentRow } from './MomentRow.tsx';

/** One event of a visit. */
export const EventRow = ({ event }: { readonly event: JourneyEvent }) => {
  const { site } = useDashboard();
  return <MomentRow told={describeEvent(event, site.currency)} at={event.at} />;
};
