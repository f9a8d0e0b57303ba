import { Component, type ReactNode } from 'react';
import { Notice } from '../ui/Notice.tsx';

interface State {
  readonly broken: boolean;
}

/** Where a view breaks (its code could not be loaded, or it has a fault), the rest of the page stays. A class: React has no other way. */
export class ViewBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice
        tone="bad"
        title="This view could not be shown"
        action={
          <button type="button" className="button button-small" onClick={() => location.reload()}>
            Load again
          </button>
        }
      >
        You may be offline, or there is a newer version of the dashboard. Your numbers are safe.
      </Notice>
    );
  }
}
