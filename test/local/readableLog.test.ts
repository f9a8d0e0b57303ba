import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableLog } from '../../src/adapters/log/readableLog.ts';

const atNoon = new Date(2026, 10, 22, 12, 0, 3).getTime();

const captured = (options: Partial<Parameters<typeof readableLog>[0]> = {}) => {
  const lines: string[] = [];
  const log = readableLog({ write: (line) => void lines.push(line), now: () => atNoon, ...options });
  return { log, text: () => lines.join('') };
};

describe('the readable log', () => {
  it('tells an event in a line, with its time and facts', () => {
    const { log, text } = captured();
    log.info('stored page_view /shoes', { session: '3fa9c1d2', new: 2, ids: ['a', 'b'] });
    expect(text()).toBe('12:00:03  stored page_view /shoes  session 3fa9c1d2  new 2  ids a b\n');
  });

  it('says how bad it is, and why, down to the first cause', () => {
    const { log, text } = captured();
    const cause = new Error('connect ECONNREFUSED');
    log.warn('Redis does not answer', { error: new Error('no answer in time', { cause }) });
    expect(text()).toBe(
      '12:00:03  warning: Redis does not answer: no answer in time, because connect ECONNREFUSED\n',
    );
  });

  it('shows where an error was thrown', () => {
    const { log, text } = captured();
    log.error('a handler failed', { error: new Error('broken') });
    expect(text()).toMatch(/^12:00:03 {2}error: a handler failed: broken\n {4}at .*readableLog\.test\.ts/);
  });

  it('leaves out what is less than its level', () => {
    const { log, text } = captured({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.critical('c');
    expect(text()).toBe('12:00:03  critical: c\n');
  });

  it('keeps any text of strangers to its line, and away from the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, value) => {
        const { log, text } = captured();
        log.info(message, { value });
        const line = text();
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        expect(line.at(-1)).toBe('\n');
      }),
    );
  });

  it('colours only where it is asked to', () => {
    const { log, text } = captured({ colours: true });
    log.warn('careful');
    expect(text()).toBe('\u001b[33m12:00:03  warning: careful\u001b[0m\n');
  });
});
