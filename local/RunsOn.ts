import type { OpenHotSessions } from './wiring/openHotSessions.ts';
import type { OpenMetrics } from './wiring/openMetrics.ts';
import type { OpenRecord } from './wiring/openRecord.ts';

/** The stores, by the names that people know them by. */
export interface RunsOn {
  readonly hotSessions: OpenHotSessions['name'];
  readonly record: OpenRecord['name'];
  readonly metrics: OpenMetrics['name'];
}
