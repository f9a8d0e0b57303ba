import { Suspense, useEffect, useRef } from 'react';
import { useStanding } from '../data/StandingContext.ts';
import { useDashboard } from '../state/DashboardContext.ts';
import { Card } from '../ui/Card.tsx';
import { Skeleton, SkeletonRows } from '../ui/Skeleton.tsx';
import { FilterChips } from './FilterChips.tsx';
import { Navigation } from './Navigation.tsx';
import { Toolbar } from './Toolbar.tsx';
import { Unreachable } from './Unreachable.tsx';
import { ViewBoundary } from './ViewBoundary.tsx';
import { preloadViews, VIEWS } from './views.ts';

const Waiting = () => (
  <Card title="Loading" className="waiting-view">
    <Skeleton height={280} />
    <SkeletonRows rows={4} />
  </Card>
);

/** The frame around every view. */
export const Shell = () => {
  const { unreachable } = useStanding();
  const { address, site } = useDashboard();
  const { label, Content, filters } = VIEWS[address.view];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(address.view);

  useEffect(preloadViews, []);
  useEffect(() => {
    document.title = `${label} · ${site.id} · Footfall`;
  }, [label, site.id]);
  useEffect(() => {
    if (shown.current === address.view) return;
    shown.current = address.view;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [address.view]);

  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the numbers
      </a>
      <Navigation />
      <main id="content" tabIndex={-1}>
        {unreachable && <Unreachable />}
        <header className="view-head">
          <h1 ref={heading} tabIndex={-1}>
            {label}
          </h1>
          <Toolbar />
        </header>
        {filters && address.filters.length > 0 && <FilterChips />}
        <ViewBoundary key={address.view}>
          <Suspense fallback={<Waiting />}>
            <Content />
          </Suspense>
        </ViewBoundary>
      </main>
    </div>
  );
};
