import type { Reporter, TestCase } from 'vitest/node';

/** How often CI tries a test of real servers, browsers and the wall clock again: a machine may be too busy once. */
export const SECOND_TRY = process.env.CI === 'true' ? 1 : 0;

const indented = (text: string): string => text.replaceAll(/^/gm, '     ');

const lineOf = (test: TestCase): string => {
  const messages = test.attempts()[0]?.errors?.map(({ message }) => message) ?? [];
  return `!! ${test.module.relativeModuleId} > ${test.fullName}\n${indented(messages.join('\n'))}\n`;
};

/**
 * Tells at the end of a run, loudly, which tests passed at their second try alone, and what each said at its first: a second
 * try makes a run steady, and must hide no race. Where there is no such test nothing is written.
 */
export const secondTries = (): Reporter => ({
  onTestRunEnd: (modules) => {
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const flaky = tests.filter((test) => test.diagnostic()?.flaky);
    if (flaky.length === 0) return;
    const title = `${flaky.length} passed at the second try alone. Each has a race; at the first try it said:`;
    process.stderr.write(`\n!! ${title}\n${flaky.map(lineOf).join('')}\n`);
  },
});
