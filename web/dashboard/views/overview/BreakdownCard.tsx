import { useState } from 'react';
import { useBreakdown } from '../../data/useBreakdown.ts';
import { formatCount } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { Tabs, usePanel } from '../../ui/Tabs.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { Dimension } from '../../wire.ts';
import { DIMENSIONS } from '../../words/dimensions.ts';
import { BreakdownTable } from './BreakdownTable.tsx';

/** Values in a card: one looks, and does not read. */
const SHOWN = 8;

const Values = ({ by }: { readonly by: Dimension }) => {
  const { go } = useDashboard();
  const { source, query } = useBreakdown(by, SHOWN);
  if (source.kind === 'too_long') {
    return <TooLong days={source.days} what={`${DIMENSIONS[by].label} under a filter`} />;
  }
  const waiting = (
    <>
      {source.kind === 'explored' && <p className="reading">Reading the visits behind this filter…</p>}
      <SkeletonRows rows={SHOWN} />
    </>
  );
  return (
    <Answered query={query} skeleton={waiting}>
      {(data) =>
        data.rows.length === 0 ? (
          <Empty title="Nothing here">No visits in these days.</Empty>
        ) : (
          <>
            <BreakdownTable by={by} data={data} />
            {data.values > data.rows.length && (
              <button type="button" className="link-button card-more" onClick={() => go({ all: by })}>
                Show all {formatCount(data.values)} {DIMENSIONS[by].label.toLowerCase()}
              </button>
            )}
          </>
        )
      }
    </Answered>
  );
};

/** The largest values of a dimension; several dimensions share a card by tabs. */
export const BreakdownCard = ({
  title,
  tabs,
}: {
  readonly title: string;
  readonly tabs: readonly Dimension[];
}) => {
  const [chosen, choose] = useState(tabs[0] as Dimension);
  const { id, panel } = usePanel();
  if (tabs.length === 1) {
    return (
      <Card title={title} className="breakdown">
        <Values by={chosen} />
      </Card>
    );
  }
  return (
    <Card
      title={title}
      className="breakdown"
      actions={
        <Tabs
          id={id}
          label={title}
          tabs={tabs.map((name) => ({ name, label: DIMENSIONS[name].label }))}
          chosen={chosen}
          choose={choose}
        />
      }
    >
      <div {...panel}>
        <Values key={chosen} by={chosen} />
      </div>
    </Card>
  );
};
