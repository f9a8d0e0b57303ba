import type { ReactNode } from 'react';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What is shown instead of the label, which then is for those who cannot see it. */
  readonly face?: ReactNode;
}

/** One of a few choices, all in sight. */
export const Switch = <Value extends string>({
  label,
  choices,
  chosen,
  choose,
}: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly choose: (value: Value) => void;
}) => (
  <fieldset className="switch">
    <legend className="sr-only">{label}</legend>
    {choices.map(({ value, label: text, face }) => (
      <button
        key={value}
        type="button"
        aria-pressed={value === chosen}
        aria-label={face === undefined ? undefined : text}
        title={face === undefined ? undefined : text}
        onClick={() => choose(value)}
      >
        {face ?? text}
      </button>
    ))}
  </fieldset>
);
