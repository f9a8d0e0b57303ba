import { useMemo } from 'react';
import { useAnswers } from '../data/AnswersContext.ts';
import { ME } from '../data/endpoints.ts';
import { useStanding, useStandingStore } from '../data/StandingContext.ts';
import { useQuery } from '../data/useQuery.ts';
import type { Address } from '../state/address.ts';
import { type Dashboard, DashboardContext } from '../state/DashboardContext.ts';
import { resolveRange } from '../state/ranges.ts';
import { useAddress, visit } from '../state/useAddress.ts';
import { Answered } from '../ui/Answered.tsx';
import { Empty } from '../ui/Empty.tsx';
import type { Me, SiteInfo } from '../wire.ts';
import { Login } from './Login.tsx';
import { Shell } from './Shell.tsx';
import { Splash } from './Splash.tsx';

/** A page left open over midnight must notice that the site's today is another. */
const ME_REFRESH_MS = 5 * 60_000;

const dashboardOf = (me: Me, site: SiteInfo, address: Address): Dashboard => {
  const days = resolveRange(address.range, site.today);
  const change = (part: Partial<Address>): Address => ({ ...address, ...part });
  return {
    me,
    site,
    address,
    subject: { ...days, site: site.id, compare: address.compare, filters: address.filters },
    holdsToday: days.to === site.today,
    with: change,
    go: (part) => visit(change(part)),
  };
};

const SignedIn = ({ me }: { readonly me: Me }) => {
  const address = useAddress();
  const site = me.sites.find(({ id }) => id === address.site) ?? me.sites[0];
  const dashboard = useMemo(() => site && dashboardOf(me, site, address), [me, site, address]);
  if (!dashboard) {
    return (
      <Splash>
        <Empty title="No site yet">Add your shop to footfall.config.json, and it will be here.</Empty>
      </Splash>
    );
  }
  return (
    <DashboardContext value={dashboard}>
      <Shell />
    </DashboardContext>
  );
};

/** The dashboard: who is not logged in is asked to, and finds what the address names afterwards. */
export const App = () => {
  const answers = useAnswers();
  const { loggedIn } = useStandingStore();
  const { session } = useStanding();
  const me = useQuery<Me>(session === 'open' ? ME : undefined, ME_REFRESH_MS);
  if (session !== 'open') {
    return (
      <Login
        hasEnded={session === 'ended'}
        onLogin={() => {
          answers.clear();
          loggedIn();
        }}
      />
    );
  }
  if (me.data) return <SignedIn me={me.data} />;
  return (
    <Splash>
      <Answered query={me} skeleton={null}>
        {() => null}
      </Answered>
    </Splash>
  );
};
