import { randomUUID } from 'node:crypto';
import type { SessionEvent } from '../../../src/domain/events/event.ts';
import { MESSAGE_VERSION, type QueueMessage } from '../../../src/domain/events/message.ts';
import type { BrowserId, EventId, SessionId, SiteId, VisitorId } from '../../../src/domain/ids.ts';

const MINUTE_MS = 60_000;

export interface PlantedVisit {
  readonly browser: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Pages, a minute apart. */
  readonly pages: readonly string[];
  readonly newBrowser?: boolean;
}

/** A visit as `/track` would have told it to the queue at another time. */
export const plantedMessage = ({
  browser,
  startedAt,
  pages,
  newBrowser = true,
}: PlantedVisit): QueueMessage => {
  const event = (type: string, occurredAt: number): SessionEvent => ({
    id: `shop:${browser}:${randomUUID()}` as EventId,
    type,
    source: 'server',
    occurredAt,
    receivedAt: occurredAt,
  });
  return {
    v: MESSAGE_VERSION,
    session: {
      id: randomUUID() as SessionId,
      site: 'shop' as SiteId,
      browser: browser as BrowserId,
      visitor: browser as VisitorId,
      startedAt,
    },
    events: [
      {
        ...event('session_started', startedAt),
        context: {
          newBrowser,
          ...(pages[0] === undefined ? {} : { landingPage: pages[0] }),
          utm: {},
          clickIds: {},
          device: { type: 'desktop', browser: 'Firefox', os: 'Linux' },
          secret: '1.planted',
        },
      },
      ...pages.map(
        (path, minute): SessionEvent => ({
          ...event('page_view', startedAt + minute * MINUTE_MS),
          source: 'browser',
          path,
        }),
      ),
    ],
  };
};
