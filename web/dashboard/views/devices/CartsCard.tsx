import { CartsChart } from '../../chart/CartsChart.tsx';
import { formatGap } from '../../format/durations.ts';
import { NO_NUMBER } from '../../format/metric.ts';
import { counted, formatCount } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Figure } from '../../ui/Figure.tsx';
import type { Devices } from '../../wire.ts';
import { PathTable } from './PathTable.tsx';

/** Carts from the first thing put in to the order, on whichever device that came. */
export const CartsCard = ({ carts }: { readonly carts: Devices['continuity'] }) => {
  const { medianTimeToPaymentMs: median } = carts;
  return (
    <Card
      title="What became of carts"
      note={
        carts.cartsBegun === 0
          ? 'One cart a person, on all devices'
          : `${counted(carts.cartsBegun, 'cart')} begun, one a person at a time, on all devices`
      }
    >
      {carts.cartsBegun === 0 ? (
        <Empty title="No carts">Nobody put anything into a cart in these days.</Empty>
      ) : (
        <>
          <CartsChart carts={carts} />
          <div className="split carts-after">
            <dl className="figures">
              <Figure label="Won back" value={formatCount(carts.recovered)}>
                <span className="muted">
                  Left for over half an hour, and paid in a later visit;{' '}
                  {formatCount(carts.recoveredOnOtherDevice)} of them on another device.
                </span>
              </Figure>
              <Figure
                label="From beginning to paying"
                value={median === null ? NO_NUMBER : formatGap(median)}
              >
                <span className="muted">Half of the carts that were paid took longer.</span>
              </Figure>
            </dl>
            {carts.paths.length > 0 && (
              <PathTable
                caption="Carts by the device on which they were begun and the one on which they were paid"
                heading="Begun on → paid on"
                unit="Carts"
                paths={carts.paths.map((path) => ({ ...path, count: path.carts }))}
              />
            )}
          </div>
        </>
      )}
    </Card>
  );
};
