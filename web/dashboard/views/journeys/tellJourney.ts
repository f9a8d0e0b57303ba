import { formatDateOf } from '../../format/dates.ts';
import { formatGap } from '../../format/durations.ts';
import { formatMoney } from '../../format/money.ts';
import { times } from '../../format/numbers.ts';
import type { Journey, JourneySession, SiteInfo } from '../../wire.ts';
import { theDevice, theDevices } from '../../words/devices.ts';
import { originOf } from './originOf.ts';

type SiteWords = Pick<SiteInfo, 'currency' | 'timezone'>;

const orderedAt = (session: JourneySession): string =>
  session.events.find(({ type }) => type === 'order_completed')?.at ?? session.startedAt;

const beginning = ({ firstSeenAt, truncated }: Journey, first: JourneySession, site: SiteWords): string => {
  const when = formatDateOf(firstSeenAt, site.timezone);
  if (truncated) return `Was first seen on ${when}`;
  const how = first.channel === 'Direct' ? 'directly' : `by ${originOf(first)}`;
  return `First came on ${when}, on ${theDevice(first.device)}, ${how}`;
};

const returns = ({ sessions, devices, truncated }: Journey, first: JourneySession): string => {
  if (truncated) return `was here on ${theDevices(devices)}`;
  if (sessions.length === 1) return 'was here once';
  const others = devices.filter((device) => device !== first.device);
  return `came back ${times(sessions.length - 1)}${others.length > 0 ? `, also on ${theDevices(others)}` : ''}`;
};

const notBuying = ({ sessions, truncated }: Journey, money: (minor: number) => string): string => {
  if (truncated) return 'did not order in the visits shown';
  const left = sessions.at(-1)?.cartValueMinor ?? 0;
  return left > 0 ? `has not ordered yet, with ${money(left)} in the cart` : 'has not ordered yet';
};

const buying = (journey: Journey, first: JourneySession, site: SiteWords): string => {
  const { sessions, ordersCount, firstSeenAt, truncated } = journey;
  const money = (minor: number): string => formatMoney(minor, site.currency);
  const buyer = sessions.find(({ orders }) => orders.length > 0);
  if (!buyer) return notBuying(journey, money);
  const orders = sessions.flatMap((session) => session.orders);
  const amount = money(orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
  const refunded = orders.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
  const back = refunded > 0 ? `; ${money(refunded)} of it went back` : '';
  if (truncated) return `ordered ${times(ordersCount)} for ${amount} in the visits shown${back}`;
  const where = buyer.device === first.device ? '' : ` on ${theDevice(buyer.device)}`;
  const gap = formatGap(Date.parse(orderedAt(buyer)) - Date.parse(firstSeenAt));
  return ordersCount === 1
    ? `ordered for ${amount}${where}, ${gap} after first coming${back}`
    : `ordered ${times(ordersCount)} for ${amount} in all, the first time${where} ${gap} after first coming${back}`;
};

/** A whole journey in one sentence: how it began, whether it went on, and what came of it. */
export const tellJourney = (journey: Journey, site: SiteWords): string => {
  const [first] = journey.sessions;
  if (!first) return 'No visits are on record any more.';
  return `${beginning(journey, first, site)}; ${returns(journey, first)}, and ${buying(journey, first, site)}.`;
};
