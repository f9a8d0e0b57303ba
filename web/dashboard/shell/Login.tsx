import { type FormEvent, useEffect, useId, useState } from 'react';
import { LOGIN } from '../data/endpoints.ts';
import { ApiFault, type Fault } from '../data/Fault.ts';
import { post } from '../data/request.ts';
import { formatDuration } from '../format/durations.ts';
import { Splash } from './Splash.tsx';

const wordsOf = (fault: Fault, waitS: number): string => {
  switch (fault.kind) {
    case 'unauthorized':
      return 'That is not the password.';
    case 'limited':
      return waitS > 0
        ? `Too many attempts. Try again in ${formatDuration(waitS * 1_000)}.`
        : 'You may try again now.';
    case 'unreachable':
      return 'The server cannot be reached. Are you offline?';
    case 'refused':
      return fault.message;
    case 'failed':
      return `The server failed (status ${fault.status}). Try again in a moment.`;
  }
};

/** Counts down to 0, a second at a time. */
const useCountdown = (): readonly [number, (seconds: number) => void] => {
  const [seconds, setSeconds] = useState(0);
  const isCounting = seconds > 0;
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1_000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return [seconds, setSeconds];
};

/** Asks the shop's staff for their password. */
export const Login = ({
  hasEnded,
  onLogin,
}: {
  /** Somebody was logged in until now. */
  readonly hasEnded: boolean;
  readonly onLogin: () => void;
}) => {
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const [waitS, wait] = useCountdown();
  const id = useId();

  useEffect(() => {
    document.title = 'Log in · Footfall';
  }, []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await post(LOGIN, { password });
      onLogin();
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      setFault(error.fault);
      if (error.fault.kind === 'limited') wait(error.fault.retryAfterS);
      setBusy(false);
    }
  };

  return (
    <Splash>
      <h1>{hasEnded ? 'Your session has ended' : 'Welcome back'}</h1>
      <p className="muted">
        {hasEnded ? 'Log in to go on where you were.' : 'Log in to see how your shop is doing.'}
      </p>
      <form className="login" onSubmit={submit}>
        <label htmlFor={id}>Password</label>
        <input
          id={id}
          type="password"
          autoComplete="current-password"
          required
          // biome-ignore lint/a11y/noAutofocus: the page has this one purpose
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          aria-invalid={fault?.kind === 'unauthorized'}
          aria-describedby={fault ? `${id}-fault` : undefined}
        />
        <button type="submit" className="button button-primary" disabled={busy || waitS > 0}>
          {busy ? 'Logging in…' : 'Log in'}
        </button>
        <p className="login-fault" id={`${id}-fault`} role="alert">
          {fault && wordsOf(fault, waitS)}
        </p>
      </form>
    </Splash>
  );
};
