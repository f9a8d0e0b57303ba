import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';

/** How far something has come, for who watches. */
export interface Progress {
  /** @param fraction from 0 to 1 */
  update(fraction: number, text: string): void;
  /** Ends the bar with its last word. */
  done(text: string): void;
}

const WIDTH = 28;
const REDRAW_MS = 80;
/** Where nobody watches a terminal, a line so often. */
const LINE_MS = 5_000;

/** A bar in a terminal, a line now and then in a file or a pipe. */
export const createProgress = (
  stream: NodeJS.WritableStream & Partial<WriteStream>,
  title: string,
): Progress => {
  const isTerminal = stream.isTTY === true;
  let toldAt = Number.NEGATIVE_INFINITY;

  const bar = (fraction: number): string => {
    const filled = Math.round(fraction * WIDTH);
    return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
  };
  const write = (fraction: number, text: string, last: boolean): void => {
    const percent = `${Math.floor(fraction * 100)}`.padStart(3);
    if (!isTerminal) return void stream.write(`${title} ${percent} %  ${text}\n`);
    cursorTo(stream, 0);
    const line = `${title} ${bar(fraction)} ${percent} %  ${text}`;
    stream.write(line.slice(0, Math.max((stream.columns ?? 100) - 1, 20)));
    clearLine(stream, 1);
    if (last) stream.write('\n');
  };

  return {
    update: (fraction, text) => {
      const nowMs = performance.now();
      if (nowMs - toldAt < (isTerminal ? REDRAW_MS : LINE_MS)) return;
      toldAt = nowMs;
      write(Math.min(Math.max(fraction, 0), 1), text, false);
    },
    done: (text) => write(1, text, true),
  };
};
