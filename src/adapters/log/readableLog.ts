import type { Log, LogFields } from '../../ports/Log.ts';
import { isTold, type LogLevel } from './logLevels.ts';

/** What stands before the message, and its colour (ECMA-48, SGR). */
const MARKS: { readonly [L in LogLevel]: { readonly word: string; readonly colour: string } } = {
  debug: { word: '', colour: '2' },
  info: { word: '', colour: '0' },
  warn: { word: 'warning: ', colour: '33' },
  error: { word: 'error: ', colour: '31' },
  critical: { word: 'critical: ', colour: '1;31' },
};

/** Text of strangers must neither end a line, nor steer the terminal, nor turn the reading direction. */
const oneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** An error and what caused it. */
const chain = (error: Error): string => {
  const own = error.message || error.name;
  return error.cause instanceof Error ? `${own}, because ${chain(error.cause)}` : own;
};

const valueText = (value: LogFields[string]): string => {
  if (value instanceof Error) return chain(value);
  return Array.isArray(value) ? value.join(' ') : String(value);
};

/** The first cause's stack: where to look for a bug. Its first line is the message, which has been told. */
const stackOf = (error: Error): string => {
  let first = error;
  while (first.cause instanceof Error) first = first.cause;
  return (first.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => `\n${oneLine(line)}`)
    .join('');
};

/**
 * A log for a person at a terminal: one line an event, `12:00:03  stored page_view /shoes  session 3fa9c1d2`.
 * An `error` or worse is followed by where it was thrown.
 * @param options.write takes a line, which has its end
 * @param options.now epoch milliseconds; shown in the machine's own time zone
 * @param options.level what is less than this is left out; `info`
 */
export const readableLog = ({
  write,
  now,
  level = 'info',
  colours = false,
}: {
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly level?: LogLevel;
  readonly colours?: boolean;
}): Log => {
  const at =
    (ofLine: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (!isTold(ofLine, level)) return;
      const { word, colour } = MARKS[ofLine];
      const time = new Date(now()).toTimeString().slice(0, 8);
      const { error, ...rest } = fields;
      const facts = Object.entries(rest).map(([name, value]) => `  ${name} ${oneLine(valueText(value))}`);
      const why = error === undefined ? '' : `: ${oneLine(valueText(error))}`;
      const stack =
        error instanceof Error && (ofLine === 'error' || ofLine === 'critical') ? stackOf(error) : '';
      const line = `${time}  ${word}${oneLine(message)}${why}${facts.join('')}${stack}`;
      write(colours && colour !== '0' ? `\u001b[${colour}m${line}\u001b[0m\n` : `${line}\n`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
};
