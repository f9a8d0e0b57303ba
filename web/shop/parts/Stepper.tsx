import { Icon } from './Icon.tsx';

/** A number, with less and more. */
export const Stepper = ({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) => (
  <fieldset className="stepper">
    <legend className="sr-only">{label}</legend>
    <button
      type="button"
      aria-label="One less"
      aria-disabled={value <= min}
      onClick={() => value > min && onChange(value - 1)}
    >
      <Icon name="minus" size={18} />
    </button>
    <output aria-live="polite">{value}</output>
    <button
      type="button"
      aria-label="One more"
      aria-disabled={value >= max}
      onClick={() => value < max && onChange(value + 1)}
    >
      <Icon name="plus" size={18} />
    </button>
  </fieldset>
);
