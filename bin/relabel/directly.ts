import { relabelByHand } from '../../local/aggregation/relabelByHand.ts';
import { createRelabelSpan } from '../../src/aggregate/relabelSpan.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import type { Wanted } from '../aggregate/throughServer.ts';
import { daysDirectly, type Place } from '../command/daysDirectly.ts';
import { RELABELLING } from './relabelling.ts';

/**
 * Judges sessions in this process, on the record at `MONGODB_URI` or that of the data folder. The aggregators fold the hours again
 * when they run next.
 * @throws Complaint
 */
export const relabelDirectly = (wanted: Wanted, place: Place): Promise<void> =>
  daysDirectly(RELABELLING, wanted, place, ({ opened, sites, ranges, log, nowMs, now, onProgress }) => {
    const { record, bots } = opened;
    const write = writeMessages({ record, sites, log });
    const relabelSpan = createRelabelSpan({ bots, record, write, now });
    return relabelByHand(relabelSpan, ranges, { nowMs, onProgress });
  });
