import { type FormEvent, useState } from 'react';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import { PerDayNotice } from '../../ui/PerDayNotice.tsx';
import { JourneyCard } from './JourneyCard.tsx';
import { LatestVisitorsCard } from './LatestVisitorsCard.tsx';

/** What single visitors did, in order. */
export const Journeys = () => {
  const { address, go } = useDashboard();
  const [wanted, setWanted] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const visitor = wanted.trim();
    if (visitor !== '') go({ visitor });
  };
  return (
    <div className="stack">
      <PerDayNotice view="journeys" />
      <search>
        <form className="search-form" onSubmit={submit}>
          <label className="search">
            <Icon name="search" size={18} />
            <input
              type="search"
              placeholder="Visitor or customer id"
              aria-label="Visitor or customer id"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </label>
          <button type="submit" className="button">
            Find
          </button>
        </form>
      </search>
      {address.visitor === undefined ? <LatestVisitorsCard /> : <JourneyCard visitor={address.visitor} />}
    </div>
  );
};
