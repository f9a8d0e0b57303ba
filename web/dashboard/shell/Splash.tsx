import type { ReactNode } from 'react';
import { Mark } from './Mark.tsx';

/** The page before there is anything to show on it. */
export const Splash = ({ children }: { readonly children: ReactNode }) => (
  <main className="splash">
    <div className="splash-card">
      <Mark />
      {children}
    </div>
  </main>
);
