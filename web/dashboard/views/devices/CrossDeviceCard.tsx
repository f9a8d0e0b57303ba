import { formatGap } from '../../format/durations.ts';
import { NO_NUMBER } from '../../format/metric.ts';
import { counted, formatCount, formatRate } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Figure } from '../../ui/Figure.tsx';
import type { Devices } from '../../wire.ts';
import { JoinedByLogin } from './JoinedByLogin.tsx';
import { PathTable } from './PathTable.tsx';

const noteOf = ({ conversions, firstSeenElsewhere }: Devices['crossDevice']): string =>
  conversions === 0
    ? 'Nobody ordered in these days'
    : `${formatCount(firstSeenElsewhere)} of ${counted(conversions, 'visit')} with an order came from people first seen on another device`;

/** Who was first seen on one device and bought on another. */
export const CrossDeviceCard = ({ crossDevice }: { readonly crossDevice: Devices['crossDevice'] }) => {
  const { conversions, firstSeenElsewhere, share, medianTimeToConversionMs: median, paths } = crossDevice;
  return (
    <Card title="Seen first on one device, bought on another" note={noteOf(crossDevice)}>
      {firstSeenElsewhere === 0 ? (
        <Empty title={conversions === 0 ? 'No orders' : 'All bought where they were first seen'}>
          <JoinedByLogin />
        </Empty>
      ) : (
        <div className="split">
          <dl className="figures">
            <Figure
              label="Of all visits with an order"
              value={share === null ? NO_NUMBER : formatRate(share)}
            >
              <span className="muted">
                Reports by device alone credit these to the device that paid, not to the one that won them.
              </span>
            </Figure>
            <Figure label="From first sight to order" value={median === null ? NO_NUMBER : formatGap(median)}>
              <span className="muted">Half of them took longer.</span>
            </Figure>
          </dl>
          <PathTable
            caption="Cross-device conversions by first device and device of the order"
            heading="First seen on → ordered on"
            unit="Visits"
            paths={paths.map((path) => ({ ...path, count: path.conversions }))}
          />
        </div>
      )}
    </Card>
  );
};
