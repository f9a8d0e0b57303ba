import type { JourneySession } from '../../wire.ts';
import { valueLabel } from '../../words/dimensions.ts';

/** "Organic Search (google)"; "Direct" alone, for its source is the same word. */
export const originOf = ({ channel, source }: Pick<JourneySession, 'channel' | 'source'>): string => {
  const from = valueLabel('channel', channel);
  const by = source === null ? from : valueLabel('source', source);
  return by === from ? from : `${from} (${by})`;
};
