import { afterEach, describe, expect, it, vi } from 'vitest';
import { powertoolsLog } from '../../../src/adapters/log/powertoolsLog.ts';

/** The levels of the lines that are written, of one line of each level. */
const told = (environment: { readonly [name: string]: string }): string[] => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  }
  const log = powertoolsLog('footfall-test');
  for (const level of ['debug', 'info', 'warn', 'error', 'critical'] as const) log[level]('a line');
  vi.restoreAllMocks();
  return lines.map((line) => JSON.parse(line).level);
};

describe('the log of a function', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each([
    ['WARN', ['WARN', 'ERROR', 'CRITICAL']],
    ['INFO', ['INFO', 'WARN', 'ERROR', 'CRITICAL']],
    ['ERROR', ['ERROR', 'CRITICAL']],
  ])('tells from POWERTOOLS_LOG_LEVEL %s on, also where Lambda’s own level is INFO', (level, levels) => {
    expect(told({ POWERTOOLS_LOG_LEVEL: level, AWS_LAMBDA_LOG_LEVEL: 'INFO' })).toEqual(levels);
    expect(told({ POWERTOOLS_LOG_LEVEL: level, AWS_LAMBDA_LOG_LEVEL: '' })).toEqual(levels);
  });

  it('tells nothing that Lambda itself would drop', () => {
    expect(told({ POWERTOOLS_LOG_LEVEL: 'DEBUG', AWS_LAMBDA_LOG_LEVEL: 'INFO' })).not.toContain('DEBUG');
    expect(told({ POWERTOOLS_LOG_LEVEL: 'DEBUG', AWS_LAMBDA_LOG_LEVEL: 'DEBUG' })).toContain('DEBUG');
  });

  it('leaves it to Powertools where nothing is said', () => {
    expect(told({ POWERTOOLS_LOG_LEVEL: '', AWS_LAMBDA_LOG_LEVEL: '' })).toEqual([
      'INFO',
      'WARN',
      'ERROR',
      'CRITICAL',
    ]);
  });
});
