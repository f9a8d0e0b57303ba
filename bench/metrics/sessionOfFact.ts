import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { EventId, SiteId } from '../../src/domain/ids.ts';
import type { DeviceType } from '../../src/domain/metadata/device.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';

/** The session in the record of which the metrics see this much. */
export const sessionOfFact = (fact: SessionFact, site: SiteId): SessionRecord => {
  const { numbered, botReasons, source, campaign, device, browserName, os, channel, ...told } = fact;
  return {
    ...told,
    site,
    type: 'ANONYMOUS',
    firstSeenAt: fact.startedAt,
    interactions: fact.productViews + fact.cartAdds,
    channel: channel ?? '',
    ...(source === undefined ? {} : { trafficSource: source }),
    referrer: 'https://www.example-search.com/',
    referrerHost: 'www.example-search.com',
    utm: campaign === undefined ? {} : { source: 'newsletter', medium: 'email', campaign },
    clickIds: {},
    device: {
      type: (device ?? 'unknown') as DeviceType,
      ...(browserName === undefined ? {} : { browser: browserName }),
      ...(os === undefined ? {} : { os }),
    },
    address: '203.0.113.0',
    ...(fact.orders[0] === undefined ? {} : { orderId: fact.orders[0].orderId }),
    bot: { bot: botReasons !== undefined, reasons: botReasons ?? [], rulesVersion: 1 },
    secret: 'k'.repeat(22),
    epoch: 0,
  };
};

/** What told of the session's orders. */
export const orderEvents = (fact: SessionFact, site: SiteId): StoredEvent[] =>
  fact.orders.map(({ orderId, amountMinor, currency, placedAt }) => ({
    id: `order:${orderId}` as EventId,
    type: 'order_completed',
    source: 'server',
    occurredAt: placedAt,
    receivedAt: placedAt,
    properties: { orderId, amountMinor, currency },
    site,
    browser: fact.browser,
    session: fact.id,
    visitor: fact.visitor,
    sessionStartedAt: fact.startedAt,
  }));
