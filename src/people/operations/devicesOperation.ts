import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { number, ratio } from '../../analytics/wire/metricsSchema.ts';
import { rangeParameters } from '../../analytics/wire/parameters.ts';
import { rangeSchema } from '../../analytics/wire/statusSchema.ts';
import { DEVICE_TYPES } from '../../domain/devices/deviceUse.ts';
import { MAX_SESSION_DAYS } from '../visits/sessionRange.ts';

const device = v.picklist(DEVICE_TYPES);
const timeMs = v.nullable(number);

const answer = v.object({
  range: rangeSchema,
  devices: v.pipe(
    v.array(
      v.object({
        device,
        sessions: number,
        visitors: v.pipe(number, v.description('One who uses several devices is among those of each.')),
        convertedSessions: number,
        conversionRate: ratio,
      }),
    ),
    v.description('The most used first.'),
  ),
  visitors: v.pipe(
    v.object({
      total: number,
      onOneDevice: number,
      onSeveralDevices: number,
      combinations: v.array(v.object({ devices: v.array(device), visitors: number })),
    }),
    v.description('Visitors of the range, by how many devices they used in it.'),
  ),
  crossDevice: v.pipe(
    v.object({
      conversions: number,
      firstSeenElsewhere: number,
      share: ratio,
      medianTimeToConversionMs: timeMs,
      paths: v.array(v.object({ from: device, to: device, conversions: number, medianMs: timeMs })),
    }),
    v.description(
      'Converted sessions of the range, and those of visitors whose first session ever was on another device; times from that session’s start to the order.',
    ),
  ),
  continuity: v.pipe(
    v.object({
      cartsBegun: number,
      paidInSession: number,
      paidLaterSameDevice: number,
      paidOnOtherDevice: number,
      stillOpen: number,
      abandoned: number,
      recovered: number,
      recoveredOnOtherDevice: number,
      medianTimeToPaymentMs: timeMs,
      paths: v.array(v.object({ from: device, to: device, carts: number, medianMs: timeMs })),
    }),
    v.description(
      'Carts begun in the range, one at a time of each visitor, whatever the device. Paid: by the visitor’s next order, within 7 days. Abandoned: not paid, and left for over 24 hours. Recovered: paid in a session that began over 30 minutes after the one in which it was begun was last seen. Times from the start of the session in which a cart was begun.',
    ),
  ),
});
export type DevicesAnswer = v.InferOutput<typeof answer>;

const COLUMNS = ['device', 'sessions', 'visitors', 'convertedSessions', 'conversionRate'] as const;

export const devicesOperation = operation({
  method: 'GET',
  path: '/api/analytics/devices',
  id: 'devices',
  summary: 'Sessions, visitors and conversions by device, and what visitors do across their devices.',
  description: `Read from the sessions themselves, so for at most ${MAX_SESSION_DAYS} days, and only as far back as sessions are kept. Another device is another browser on a device of another type: two telephones are not told apart.`,
  access: 'staff',
  ofSite: true,
  query: v.strictObject(rangeParameters),
  body: undefined,
  answer,
  csv: ({ devices }: DevicesAnswer) => csvOf(COLUMNS, devices),
});
