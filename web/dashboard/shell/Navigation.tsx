import { useState } from 'react';
import { LOGOUT } from '../data/endpoints.ts';
import { ApiFault } from '../data/Fault.ts';
import { post } from '../data/request.ts';
import { useStandingStore } from '../data/StandingContext.ts';
import { VIEW_NAMES } from '../state/address.ts';
import { useDashboard } from '../state/DashboardContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';
import { Mark } from './Mark.tsx';
import { SiteSwitch } from './SiteSwitch.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { VIEWS } from './views.ts';

/** The views, the site, and what belongs to the person: a rail beside the page, a bar below it on a phone. */
export const Navigation = () => {
  const dashboard = useDashboard();
  const { loggedOut } = useStandingStore();
  const [stuck, setStuck] = useState(false);
  const leave = async (): Promise<void> => {
    try {
      await post(LOGOUT, {});
      loggedOut();
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      setStuck(true);
    }
  };
  return (
    <header className="rail">
      <div className="rail-top">
        <Mark />
        <SiteSwitch />
      </div>
      <nav aria-label="Views">
        <ul>
          {VIEW_NAMES.map((name) => (
            <li key={name}>
              <Link
                to={dashboard.with({ view: name, all: undefined, visitor: undefined })}
                aria-current={name === dashboard.address.view ? 'page' : undefined}
              >
                <Icon name={VIEWS[name].icon} />
                <span>{VIEWS[name].label}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="rail-end">
        <ThemeSwitch />
        {stuck && (
          <span className="rail-fault" role="alert">
            Not logged out. Try again.
          </span>
        )}
        <button type="button" className="icon-button" aria-label="Log out" title="Log out" onClick={leave}>
          <Icon name="leave" />
        </button>
      </div>
    </header>
  );
};
