import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLANTED_WRITERS, realWriter } from './plantedWriters.ts';
import { expectedRecord, runSchedule, scenarioArbitrary, type Writer } from './schedule.ts';

const SCHEDULES = process.env.CI === 'true' ? 1_000 : 300;
/** The planted mistakes are looked for along the same schedules every time: a mistake that is not found is no bad luck. */
const PLANTED = { seed: 20_261_122, numRuns: 2_000, endOnFailure: true };

const exactlyOnce = (writer: Writer) =>
  fc.asyncProperty(scenarioArbitrary, fc.scheduler(), async (scenario, scheduler) => {
    const record = await runSchedule(writer, scenario, scheduler);
    expect(record).toEqual(expectedRecord(scenario));
  });

describe('two writers on one record, interleaved at every step, killed anywhere, fed in any order and twice', () => {
  it(`leave the fold of all events, each once (${SCHEDULES} schedules)`, { timeout: 300_000 }, async () => {
    await fc.assert(exactlyOnce(realWriter), { numRuns: SCHEDULES });
  });
});

describe('the schedules find a writer that', () => {
  it.each(Object.entries(PLANTED_WRITERS))('%s', { timeout: 300_000 }, async (_, writer) => {
    const found = await fc.check(exactlyOnce(writer), PLANTED);
    expect(found.failed).toBe(true);
    expect(String(found.errorInstance)).toContain('to deeply equal');
  });

  it('prints the seed and the schedule, from which it can be replayed', async () => {
    const [writer] = Object.values(PLANTED_WRITERS);
    if (!writer) throw new Error('no planted writer');
    const failure = await fc.assert(exactlyOnce(writer), PLANTED).catch(String);
    expect(failure).toMatch(/seed: 20261122, path: "[\d:]+"/);
    expect(failure).toContain('schedulerFor()`');
    const details = await fc.check(exactlyOnce(writer), PLANTED);
    const again = await fc.check(exactlyOnce(writer), { ...PLANTED, path: details.counterexamplePath ?? '' });
    expect(isDeepStrictEqual(again.counterexample?.[0], details.counterexample?.[0])).toBe(true);
    expect(String(again.errorInstance)).toBe(String(details.errorInstance));
  });
});
