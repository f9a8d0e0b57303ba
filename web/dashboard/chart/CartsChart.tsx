import { formatCount, formatRate, formatRoundRate } from '../format/numbers.ts';
import type { Carts } from '../wire.ts';
import { CART_ENDS, CARTS } from '../words/carts.ts';

const GROUPS = { paid: 'Paid', open: 'Open', lost: 'Abandoned' } as const;
type Group = keyof typeof GROUPS;
/** A group that is smaller has no room for its name above the bar. */
const MIN_NAMED_SHARE = 0.12;

/** All carts in one bar, by what became of them, and the same in words below it. */
export const CartsChart = ({ carts }: { readonly carts: Carts }) => {
  const total = CART_ENDS.reduce((sum, end) => sum + carts[end], 0);
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => ({
    group,
    share:
      CART_ENDS.filter((end) => CARTS[end].group === group).reduce((sum, end) => sum + carts[end], 0) /
      Math.max(1, total),
  }));
  return (
    <div className="carts">
      <div className="carts-bar" aria-hidden="true">
        {groups
          .filter(({ share }) => share > 0)
          .map(({ group, share }) => (
            <div key={group} className="carts-group" style={{ flexGrow: share }}>
              <span className="carts-brace">
                {share >= MIN_NAMED_SHARE && `${GROUPS[group]} ${formatRoundRate(share)}`}
              </span>
              <span className="carts-parts">
                {CART_ENDS.filter((end) => CARTS[end].group === group && carts[end] > 0).map((end) => (
                  <span key={end} data-end={end} style={{ flexGrow: carts[end] }} title={CARTS[end].label} />
                ))}
              </span>
            </div>
          ))}
      </div>
      <dl className="carts-ends">
        {CART_ENDS.map((end) => (
          <div key={end} data-zero={carts[end] === 0 || undefined}>
            <dt>
              <span className="swatch" data-end={end} />
              {CARTS[end].label}
            </dt>
            <dd>
              <strong className="number">{formatCount(carts[end])}</strong>{' '}
              <span className="number muted">{formatRate(carts[end] / Math.max(1, total))}</span>
              <span className="muted carts-explained">{CARTS[end].explained}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
