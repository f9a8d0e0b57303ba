import { useDeferredValue, useState } from 'react';
import { ALL_VALUES, asCsv } from '../../data/endpoints.ts';
import { useBreakdown } from '../../data/useBreakdown.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { Dimension } from '../../wire.ts';
import { DIMENSIONS } from '../../words/dimensions.ts';
import { AllValuesTable } from './AllValuesTable.tsx';

/** Every value of a dimension with the metrics side by side, to search and to sort. */
export const AllValues = ({ by }: { readonly by: Dimension }) => {
  const { go } = useDashboard();
  const { source, query } = useBreakdown(by, ALL_VALUES);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  return (
    <Dialog
      title={DIMENSIONS[by].label}
      onClose={() => go({ all: undefined })}
      actions={
        source.kind !== 'too_long' && (
          <a className="button button-small" href={asCsv(source.url)} download>
            <Icon name="download" size={16} />
            <span>CSV</span>
          </a>
        )
      }
    >
      <label className="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          data-first
          placeholder={`Search ${DIMENSIONS[by].label.toLowerCase()}`}
          aria-label={`Search ${DIMENSIONS[by].label.toLowerCase()}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {source.kind === 'too_long' ? (
        <TooLong days={source.days} what={`${DIMENSIONS[by].label} under a filter`} />
      ) : (
        <Answered query={query} skeleton={<SkeletonRows rows={10} />}>
          {(data) => <AllValuesTable by={by} data={data} wanted={wanted} />}
        </Answered>
      )}
    </Dialog>
  );
};
