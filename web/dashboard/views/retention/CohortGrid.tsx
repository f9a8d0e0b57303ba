import type { CSSProperties } from 'react';
import { formatDay, formatMonth } from '../../format/dates.ts';
import { formatCount, formatRate, formatRoundRate } from '../../format/numbers.ts';
import type { Cohort, Period } from '../../wire.ts';
import { averageRates, isOpen } from './averageRates.ts';

/** The warmth of a cell: the largest rate of the grid is the warmest, so that small rates can be told apart. */
const heat = (rate: number | null, warmest: number): CSSProperties =>
  ({ '--warmth': rate === null || warmest === 0 ? 0 : rate / warmest }) as CSSProperties;

const nameOf = (start: string, by: Period): string =>
  by === 'month' ? formatMonth(start.slice(0, 7)) : formatDay(start);

/** A table of cohorts, one a row; columns count the periods since. */
export const CohortGrid = ({ cohorts, by }: { readonly cohorts: readonly Cohort[]; readonly by: Period }) => {
  const columns = Math.max(...cohorts.map(({ rates }) => rates.length));
  const offsets = Array.from({ length: Math.max(0, columns - 1) }, (_, index) => index + 1);
  const warmest = Math.max(0, ...cohorts.flatMap(({ rates }) => rates.slice(1).map((rate) => rate ?? 0)));
  const averages = averageRates(cohorts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="table-scroll" tabIndex={0} aria-label={`Retention by ${by}`}>
      <table className="cohorts">
        <caption className="sr-only">
          Of the visitors who were new in a {by}, how many were here in the {by}s after
        </caption>
        <thead>
          <tr>
            <th scope="col">{by === 'week' ? 'Week of' : 'Month'}</th>
            <th scope="col" className="number">
              New
            </th>
            {offsets.map((offset) => (
              <th key={offset} scope="col">
                <span className="sr-only">{by} </span>+{offset}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map((cohort, index) => (
            <tr key={cohort.start}>
              <th scope="row">{nameOf(cohort.start, by)}</th>
              <td className="number">{formatCount(cohort.size)}</td>
              {offsets.map((offset) => {
                const rate = cohort.rates[offset];
                if (rate === undefined) return <td key={offset} />;
                const back = formatCount(cohort.returned[offset] ?? 0);
                const open = isOpen(cohorts, index, offset);
                return (
                  <td
                    key={offset}
                    className="heat"
                    style={heat(rate, warmest)}
                    data-open={open || undefined}
                    title={`${back} of ${formatCount(cohort.size)}${open ? ', still being counted' : ''}`}
                  >
                    <span>{rate === null ? '–' : formatRoundRate(rate)}</span>
                    <small>{back}</small>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All together</th>
            <td className="number">{formatCount(cohorts.reduce((sum, { size }) => sum + size, 0))}</td>
            {offsets.map((offset) => {
              const rate = averages[offset];
              return <td key={offset}>{rate === null || rate === undefined ? '–' : formatRate(rate)}</td>;
            })}
          </tr>
        </tfoot>
      </table>
    </section>
  );
};
