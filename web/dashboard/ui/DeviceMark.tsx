import { deviceIcon } from '../words/devices.ts';
import { valueLabel } from '../words/dimensions.ts';
import { Icon } from './Icon.tsx';

/** A kind of device by its picture and name. */
export const DeviceMark = ({ device }: { readonly device: string }) => (
  <span className="device">
    <Icon name={deviceIcon(device)} size={18} />
    <span>{valueLabel('device', device)}</span>
  </span>
);
