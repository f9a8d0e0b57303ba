import { devicesSource } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { PerDayNotice } from '../../ui/PerDayNotice.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { Devices as DevicesAnswer } from '../../wire.ts';
import { CartsCard } from './CartsCard.tsx';
import { CombinationsCard } from './CombinationsCard.tsx';
import { CrossDeviceCard } from './CrossDeviceCard.tsx';
import { DevicesSkeleton } from './DevicesSkeleton.tsx';
import { DeviceTable } from './DeviceTable.tsx';

/** On which devices people come, how they go from one to another, and what becomes of their carts on the way. */
export const Devices = () => {
  const { subject } = useDashboard();
  const source = devicesSource(subject);
  const query = useQuery<DevicesAnswer>(source.kind === 'explored' ? source.url : undefined);
  if (source.kind === 'too_long') return <TooLong days={source.days} what="Devices" />;
  return (
    <Answered query={query} skeleton={<DevicesSkeleton />}>
      {({ devices, visitors, crossDevice, continuity }) =>
        visitors.total === 0 ? (
          <Card title="Devices">
            <Empty title="No visits">Nobody came in these days.</Empty>
          </Card>
        ) : (
          <div className="stack">
            <PerDayNotice view="devices" />
            <div className="card-grid">
              <Card title="By device" note="Each visitor counts once on each kind of device">
                <DeviceTable devices={devices} />
              </Card>
              <CombinationsCard visitors={visitors} />
            </div>
            <CrossDeviceCard crossDevice={crossDevice} />
            <CartsCard carts={continuity} />
          </div>
        )
      }
    </Answered>
  );
};
