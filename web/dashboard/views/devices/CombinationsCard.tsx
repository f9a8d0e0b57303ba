import { counted, formatCount, formatRate } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { DeviceMark } from '../../ui/DeviceMark.tsx';
import { Empty } from '../../ui/Empty.tsx';
import type { Devices } from '../../wire.ts';
import { JoinedByLogin } from './JoinedByLogin.tsx';

const SHOWN = 6;

const noteOf = ({ total, onSeveralDevices }: Devices['visitors']): string =>
  onSeveralDevices === 0
    ? `All ${counted(total, 'visitor')} came on one kind of device`
    : `${counted(onSeveralDevices, 'visitor')} of ${formatCount(total)} (${formatRate(onSeveralDevices / total)}) came on several kinds of device`;

/** How many visitors come on more than one device, and on which together. */
export const CombinationsCard = ({ visitors }: { readonly visitors: Devices['visitors'] }) => {
  const several = visitors.combinations.filter(({ devices }) => devices.length > 1);
  const largest = Math.max(1, ...several.map((one) => one.visitors));
  return (
    <Card title="One person, several devices" note={noteOf(visitors)} className="breakdown">
      {several.length === 0 ? (
        <Empty title="Nobody on several devices yet">
          <JoinedByLogin />
        </Empty>
      ) : (
        <>
          <table className="bars">
            <caption className="sr-only">Visitors by the devices that they came on</caption>
            <thead>
              <tr>
                <th scope="col">Devices</th>
                <th scope="col" className="number">
                  Visitors
                </th>
              </tr>
            </thead>
            <tbody>
              {several.slice(0, SHOWN).map(({ devices, visitors: count }) => (
                <tr key={devices.join(' ')}>
                  <th scope="row">
                    <span className="bar" style={{ width: `${(count / largest) * 100}%` }} />
                    <span className="value devices">
                      {devices.map((device) => (
                        <DeviceMark key={device} device={device} />
                      ))}
                    </span>
                  </th>
                  <td className="number">{formatCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="card-foot muted">
            <JoinedByLogin />
          </p>
        </>
      )}
    </Card>
  );
};
