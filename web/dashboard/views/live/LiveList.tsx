import { Card } from '../../ui/Card.tsx';
import { CountList } from '../../ui/CountList.tsx';
import type { NamedCount, Realtime } from '../../wire.ts';

export interface ListOf {
  readonly title: string;
  /** What a name in it is, and what is counted. */
  readonly one: string;
  readonly unit: string;
  readonly counts: (live: Realtime) => readonly NamedCount[];
  readonly labelOf?: (value: string) => string;
}

/** What there was most of in the last hour. */
export const LiveList = ({ list, live }: { readonly list: ListOf; readonly live: Realtime }) => {
  const { title, one, unit, counts, labelOf } = list;
  return (
    <Card title={title} note="In the last hour" className="breakdown">
      <CountList caption={title} one={one} unit={unit} counts={counts(live)} {...(labelOf && { labelOf })} />
    </Card>
  );
};
