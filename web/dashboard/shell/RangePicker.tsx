import { type FormEvent, useId, useState } from 'react';
import { formatDays } from '../format/dates.ts';
import { useDashboard } from '../state/DashboardContext.ts';
import { isRange, PRESETS, type Preset, type RangeChoice } from '../state/ranges.ts';
import { Icon } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';

const PRESET_NAMES = Object.keys(PRESETS) as readonly Preset[];

const OwnRange = ({ choose }: { readonly choose: (range: RangeChoice) => void }) => {
  const { site, subject } = useDashboard();
  const [from, setFrom] = useState(subject.from);
  const [to, setTo] = useState(subject.to);
  const id = useId();
  const isValid = isRange({ from, to });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isValid) choose({ from, to });
  };
  const bounds = { min: site.firstDay ?? undefined, max: site.today };
  return (
    <form className="range-own" onSubmit={submit} noValidate>
      <label htmlFor={`${id}-from`}>From</label>
      <input
        id={`${id}-from`}
        type="date"
        {...bounds}
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`}>To</label>
      <input
        id={`${id}-to`}
        type="date"
        {...bounds}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <p className="range-fault" role="alert">
        {!isValid && 'The first day must not come after the last, and at most three years lie between.'}
      </p>
      <button type="submit" className="button button-primary" disabled={!isValid}>
        Show
      </button>
    </form>
  );
};

/** The days that are looked at, on the site's own calendar. */
export const RangePicker = () => {
  const { address, site, subject, go } = useDashboard();
  const { range } = address;
  const chosen = 'preset' in range ? range.preset : undefined;
  const days = formatDays(subject);
  return (
    <Popover
      label="Days"
      face={
        <>
          <Icon name="calendar" size={18} />
          <span>{chosen === undefined ? days : PRESETS[chosen].label}</span>
          <Icon name="chevron" size={16} />
        </>
      }
    >
      {(close) => {
        const choose = (next: RangeChoice): void => {
          go({ range: next });
          close();
        };
        return (
          <div className="range">
            <ul className="range-presets">
              {PRESET_NAMES.map((preset) => (
                <li key={preset}>
                  <button
                    type="button"
                    aria-current={preset === chosen ? 'true' : undefined}
                    onClick={() => choose({ preset })}
                  >
                    <span>{PRESETS[preset].label}</span>
                    {preset === chosen && <Icon name="check" size={16} />}
                  </button>
                </li>
              ))}
            </ul>
            <OwnRange choose={choose} />
            <p className="range-zone">
              {days}. Days begin and end in {site.timezone.replaceAll('_', ' ')}.
            </p>
          </div>
        );
      }}
    </Popover>
  );
};
