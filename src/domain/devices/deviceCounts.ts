import type { BrowserId, VisitorId } from '../ids.ts';
import type { DeviceType } from '../metadata/device.ts';
import { ratioOf } from '../metrics/ratioOf.ts';
import { DEVICE_TYPES, type DeviceUse } from './deviceUse.ts';

/** A session, as far as devices are counted by it. */
export interface CountedVisit extends DeviceUse {
  /** The person's visitor id, and its number, by which it is told from others. */
  readonly visitor: VisitorId;
  readonly number: number;
  readonly converted: boolean;
}

export interface DeviceRow {
  readonly device: DeviceType;
  readonly sessions: number;
  /** Distinct persons who had a session on it. */
  readonly visitors: number;
  readonly convertedSessions: number;
  readonly conversionRate: number | null;
}

export interface DeviceVisitors {
  readonly total: number;
  readonly onOneDevice: number;
  readonly onSeveralDevices: number;
  /** Of those on several: which types, the most frequent first. */
  readonly combinations: { readonly devices: DeviceType[]; readonly visitors: number }[];
}

export interface DeviceCounts {
  add(visit: CountedVisit): void;
  /** The types that had sessions, the most used first. */
  rows(): DeviceRow[];
  visitors(): DeviceVisitors;
}

/** Of a person: a bit for each type, by its place among {@link DEVICE_TYPES}, and what is known of the browsers. */
const bitOf = (device: DeviceType): number => 1 << DEVICE_TYPES.indexOf(device);
const UNKNOWN = bitOf('unknown');
/** A session on the browser that gave the visitor its id, and sessions on several browsers: of known types both. */
const OWN_BROWSER = 1 << DEVICE_TYPES.length;
const SEVERAL_BROWSERS = OWN_BROWSER << 1;
const KNOWN_TYPES = OWN_BROWSER - 1 - UNKNOWN;

const typesIn = (state: number): DeviceType[] =>
  DEVICE_TYPES.filter((type) => type !== 'unknown' && (state & bitOf(type)) !== 0);

/**
 * Whether some two of the person's sessions were on two devices, by `isOtherDevice`: with two browsers of known types, and two types
 * among them, there always are two such sessions.
 */
const isOnSeveral = (state: number): boolean => (state & SEVERAL_BROWSERS) !== 0 && typesIn(state).length > 1;

const byVisitors = <T extends { readonly visitors: number; readonly devices: readonly string[] }>(
  a: T,
  b: T,
): number => b.visitors - a.visitors || (a.devices.join() < b.devices.join() ? -1 : 1);

/**
 * Counts sessions and persons by device, and persons by how many devices they use.
 *
 * A person is one small number in a map: the 2,100,000 visitors of 3,000,000 sessions take 118 MB, 56 bytes each. Whoever is on
 * another browser than its own, as after a login, takes 126 bytes, with that browser's id (2026-11-23).
 */
export const createDeviceCounts = (): DeviceCounts => {
  const sessions = new Map<DeviceType, { sessions: number; converted: number }>();
  const persons = new Map<number, number>();
  /** The first browser that was seen of a person and is not its own. */
  const elsewhere = new Map<number, BrowserId>();

  const browserBits = (state: number, { visitor, number, browser }: CountedVisit): number => {
    const isOwn = (browser as string) === visitor;
    const other = elsewhere.get(number);
    if (!isOwn && other === undefined) elsewhere.set(number, browser);
    const differs = isOwn
      ? other !== undefined
      : (state & OWN_BROWSER) !== 0 || (other !== undefined && other !== browser);
    return (isOwn ? OWN_BROWSER : 0) | (differs ? SEVERAL_BROWSERS : 0);
  };

  return {
    add: (visit) => {
      const { number, device, converted } = visit;
      const row = sessions.get(device) ?? { sessions: 0, converted: 0 };
      row.sessions += 1;
      if (converted) row.converted += 1;
      sessions.set(device, row);

      const state = persons.get(number) ?? 0;
      const browsers = device === 'unknown' ? 0 : browserBits(state, visit);
      persons.set(number, state | bitOf(device) | browsers);
    },

    rows: () => {
      const visitors = new Map<DeviceType, number>();
      for (const state of persons.values()) {
        for (const type of typesIn(state)) visitors.set(type, (visitors.get(type) ?? 0) + 1);
        if ((state & UNKNOWN) !== 0) visitors.set('unknown', (visitors.get('unknown') ?? 0) + 1);
      }
      return DEVICE_TYPES.flatMap((device) => {
        const row = sessions.get(device);
        if (row === undefined) return [];
        return {
          device,
          sessions: row.sessions,
          visitors: visitors.get(device) ?? 0,
          convertedSessions: row.converted,
          conversionRate: ratioOf(row.converted, row.sessions),
        };
      }).sort((a, b) => b.sessions - a.sessions);
    },

    visitors: () => {
      const combinations = new Map<number, number>();
      for (const state of persons.values()) {
        if (!isOnSeveral(state)) continue;
        const types = state & KNOWN_TYPES;
        combinations.set(types, (combinations.get(types) ?? 0) + 1);
      }
      const onSeveralDevices = [...combinations.values()].reduce((sum, visitors) => sum + visitors, 0);
      return {
        total: persons.size,
        onOneDevice: persons.size - onSeveralDevices,
        onSeveralDevices,
        combinations: Array.from(combinations, ([types, visitors]) => ({
          devices: typesIn(types),
          visitors,
        })).sort(byVisitors),
      };
    },
  };
};
