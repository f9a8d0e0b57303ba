import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { number } from '../../analytics/wire/metricsSchema.ts';
import { commonParameters } from '../../analytics/wire/parameters.ts';

const text = v.string();
const known = v.nullable(text);

const event = v.object({
  at: text,
  type: text,
  source: v.picklist(['browser', 'server']),
  path: known,
  title: known,
  properties: v.nullable(v.record(text, v.unknown())),
});
export type JourneyEvent = v.InferOutput<typeof event>;

const order = v.object({ orderId: text, amountMinor: number, refundedMinor: number });
export type JourneyOrder = v.InferOutput<typeof order>;

const session = v.object({
  id: text,
  startedAt: text,
  lastSeenAt: text,
  durationMs: number,
  device: text,
  browser: known,
  os: known,
  deviceChanged: v.pipe(
    v.boolean(),
    v.description('Whether it was on another device than the session before.'),
  ),
  sincePreviousMs: v.pipe(
    v.nullable(number),
    v.description('Since the session before was last seen; 0 where that went on meanwhile.'),
  ),
  country: known,
  channel: text,
  source: known,
  landingPage: known,
  exitPage: known,
  pageViews: number,
  cartValueMinor: v.pipe(v.nullable(number), v.description('What the cart was last worth in it.')),
  converted: v.boolean(),
  orders: v.array(order),
  revenue: v.pipe(
    number,
    v.description('Of the orders placed in it, net of refunds, in minor units of the site’s currency.'),
  ),
  events: v.array(event),
});
export type JourneySession = v.InferOutput<typeof session>;

const answer = v.object({
  visitor: text,
  customer: known,
  aliases: v.pipe(v.array(text), v.description('Under which other visitor ids sessions were recorded.')),
  firstSeenAt: v.pipe(text, v.description('When its first session ever began.')),
  devices: v.pipe(v.array(text), v.description('Types of the devices it used, the first one first.')),
  crossDevice: v.pipe(v.boolean(), v.description('Whether it was on several devices.')),
  ordersCount: v.pipe(number, v.description('Orders placed in the sessions that are told.')),
  revenue: v.pipe(number, v.description('Of those orders, net of refunds.')),
  sessions: v.pipe(v.array(session), v.description('Oldest first.')),
  truncated: v.pipe(v.boolean(), v.description('Whether there is more than is told.')),
});
export type JourneyAnswer = v.InferOutput<typeof answer>;

const COLUMNS = [
  'session',
  'device',
  'channel',
  'at',
  'type',
  'source',
  'path',
  'title',
  'properties',
] as const;

export const journeyOperation = operation({
  method: 'GET',
  path: '/api/analytics/journeys/{visitorOrCustomerId}',
  id: 'journey',
  summary: 'What one visitor did, in order, on all devices.',
  description:
    'By the id of a visitor, of one that a login made another (its former one), or of a customer. The latest 200 sessions, and of each the first 500 events.',
  access: 'staff',
  ofSite: true,
  query: v.strictObject(commonParameters),
  body: undefined,
  answer,
  csv: ({ sessions }: JourneyAnswer) =>
    csvOf(
      COLUMNS,
      sessions.flatMap(({ id, device, channel, events }) =>
        events.map(({ properties, ...told }) => ({
          session: id,
          device,
          channel,
          ...told,
          properties: properties === null ? null : JSON.stringify(properties),
        })),
      ),
    ),
  faults: [404],
});
