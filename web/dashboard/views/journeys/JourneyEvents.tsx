import { formatMoney } from '../../format/money.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import type { JourneySession } from '../../wire.ts';
import { BrowsingRow } from './BrowsingRow.tsx';
import { EventRow } from './EventRow.tsx';
import { MomentRow } from './MomentRow.tsx';
import { type Moment, momentsOf } from './moments.ts';

const MomentItem = ({ moment }: { readonly moment: Moment }) =>
  moment.kind === 'browsing' ? <BrowsingRow events={moment.events} /> : <EventRow event={moment.event} />;

/** What happened in a visit, in order, as one would tell it. */
export const JourneyEvents = ({ session }: { readonly session: JourneySession }) => {
  const { site } = useDashboard();
  const { cartValueMinor, orders, lastSeenAt } = session;
  const moments = momentsOf(session.events);
  const leftBehind = orders.length === 0 && cartValueMinor !== null && cartValueMinor > 0;
  if (moments.length === 0 && !leftBehind) {
    return <p className="muted visit-quiet">Came, and did nothing that was told.</p>;
  }
  return (
    <ol className="moments">
      {moments.map((moment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two moments may be alike in everything, and they never move
        <MomentItem key={index} moment={moment} />
      ))}
      {leftBehind && (
        <MomentRow
          told={{
            icon: 'cart',
            tone: 'warn',
            title: `${formatMoney(cartValueMinor, site.currency)} stayed in the cart`,
          }}
          at={lastSeenAt}
        />
      )}
    </ol>
  );
};
