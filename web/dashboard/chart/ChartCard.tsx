import { type ReactNode, useState } from 'react';
import { Card } from '../ui/Card.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Switch } from '../ui/Switch.tsx';

type Face = 'chart' | 'table';

const FACES = [
  { value: 'chart', label: 'As a chart', face: <Icon name="chart" size={18} /> },
  { value: 'table', label: 'As a table', face: <Icon name="table" size={18} /> },
] as const;

/** A card with a chart that can be read as a table instead. */
export const ChartCard = ({
  title,
  note,
  controls,
  chart,
  table,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly controls?: ReactNode;
  readonly chart: ReactNode;
  readonly table: ReactNode;
}) => {
  const [face, setFace] = useState<Face>('chart');
  return (
    <Card
      title={title}
      note={note}
      className="chart-card"
      actions={
        <div className="card-actions">
          {controls}
          <Switch label="Show" choices={FACES} chosen={face} choose={setFace} />
        </div>
      }
    >
      {face === 'chart' ? chart : table}
    </Card>
  );
};
