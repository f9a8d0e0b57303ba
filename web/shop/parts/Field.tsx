import { type InputHTMLAttributes, useId } from 'react';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  /** What the shop said of it. */
  readonly fault?: string | undefined;
}

/** A field of a form with its label, and what is to be known or wrong about it. */
export const Field = ({ label, hint, fault, ...input }: FieldProps) => {
  const id = useId();
  const told = fault ?? hint;
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        required
        {...input}
        aria-invalid={fault !== undefined}
        aria-describedby={told === undefined ? undefined : `${id}-told`}
      />
      {told !== undefined && (
        <span id={`${id}-told`} className={fault === undefined ? 'hint' : 'fault'}>
          {told}
        </span>
      )}
    </p>
  );
};
