import { Card } from '../../ui/Card.tsx';
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx';

/** As large as the view, while the visits are being read. */
export const DevicesSkeleton = () => (
  <div className="stack">
    <div className="card-grid">
      <Card title="By device">
        <SkeletonRows rows={5} />
      </Card>
      <Card title="One person, several devices">
        <SkeletonRows rows={5} />
      </Card>
    </div>
    <Card title="Seen first on one device, bought on another">
      <Skeleton height={140} />
    </Card>
    <Card title="What became of carts">
      <Skeleton height={320} />
    </Card>
  </div>
);
