import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  formatAddress,
  MAX_FILTERS,
  parseAddress,
  toggleFilter,
  VIEW_NAMES,
} from '../../web/dashboard/state/address.ts';
import { addDays, addYears, countDays, isDate } from '../../web/dashboard/state/dates.ts';
import {
  COMPARISONS,
  type Comparison,
  comparisonRange,
  PRESETS,
  type Preset,
  resolveRange,
} from '../../web/dashboard/state/ranges.ts';
import { METRIC_NAMES } from '../../web/dashboard/words/metrics.ts';
import { DIMENSION_NAMES } from './dashboardShop.ts';

const read = (href: string): Address => parseAddress(new URL(href, 'https://shop.example'));
const FIRST = read('/dashboard/');

const date = fc
  .date({ min: new Date('2023-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const range = fc.oneof(
  fc.constantFrom(...(Object.keys(PRESETS) as Preset[])).map((preset) => ({ preset })),
  fc
    .tuple(date, fc.integer({ min: 0, max: 1_000 }))
    .map(([from, days]) => ({ from, to: addDays(from, days) })),
);
const text = fc.string({ minLength: 1, unit: 'grapheme' });
const filters = fc.uniqueArray(fc.record({ dimension: fc.constantFrom(...DIMENSION_NAMES), value: text }), {
  selector: ({ dimension }) => dimension,
  maxLength: MAX_FILTERS,
});
const address: fc.Arbitrary<Address> = fc.record({
  view: fc.constantFrom(...VIEW_NAMES),
  site: fc.option(text, { nil: undefined }),
  range,
  compare: fc.constantFrom(...(Object.keys(COMPARISONS) as Comparison[])),
  filters,
  metric: fc.constantFrom(...METRIC_NAMES),
  by: fc.constantFrom('week' as const, 'month' as const),
  visitor: fc.option(text, { nil: undefined }),
  all: fc.option(fc.constantFrom(...DIMENSION_NAMES), { nil: undefined }),
});

describe('the dashboard’s address', () => {
  test('brings back the whole state, whatever the values hold', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(read(formatAddress(state))).toEqual(state);
      }),
    );
  });

  test('leaves out what is shown at first', () => {
    expect(formatAddress(FIRST)).toBe('/dashboard/');
    expect(formatAddress({ ...FIRST, view: 'live' })).toBe('/dashboard/live');
    expect(
      formatAddress({ ...FIRST, filters: [{ dimension: 'landingPage', value: 'a:b&c' }], metric: 'revenue' }),
    ).toBe('/dashboard/?filter=landingPage%3Aa%3Ab%26c&metric=revenue');
  });

  test.each([
    '/dashboard/nowhere',
    '/dashboard/?range=2026-02-30..2026-03-01',
    '/dashboard/?range=2026-03-02..2026-03-01',
    '/dashboard/?range=2020-01-01..2026-01-01',
    '/dashboard/?range=toString&metric=constructor&compare=__proto__&by=year&all=hasOwnProperty',
    '/dashboard/?filter=colour:red&filter=device&filter=:x&filter=device:',
    '/dashboard/?site=&visitor=',
  ])('falls back where it says what nobody knows: %s', (href) => {
    expect(read(href)).toEqual(FIRST);
  });

  test('takes no more filters than the API, and one of a dimension', () => {
    const href = '/dashboard/?filter=os:a&filter=os:b&filter=device:c&filter=country:DE&filter=source:e';
    expect(read(href).filters).toEqual([
      { dimension: 'os', value: 'b' },
      { dimension: 'device', value: 'c' },
      { dimension: 'country', value: 'DE' },
    ]);
  });

  test('a filter chosen twice is taken back, another value replaces it', () => {
    const [mobile, desktop] = ['mobile', 'desktop'].map((value) => ({ dimension: 'device' as const, value }));
    if (!mobile || !desktop) throw new Error('two filters');
    expect(toggleFilter([], mobile)).toEqual([mobile]);
    expect(toggleFilter([mobile], mobile)).toEqual([]);
    expect(toggleFilter([mobile], desktop)).toEqual([desktop]);
  });
});

describe('ranges', () => {
  const today = '2026-11-22';

  test.each([
    ['today', today, today],
    ['yesterday', '2026-11-21', '2026-11-21'],
    ['7d', '2026-11-16', today],
    ['28d', '2026-10-26', today],
    ['90d', '2026-08-25', today],
    ['month', '2026-11-01', today],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['year', '2026-01-01', today],
  ] as const)('%s is %s to %s', (preset, from, to) => {
    expect(resolveRange({ preset }, today)).toEqual({ from, to });
  });

  test('a month before March ends on its own last day', () => {
    expect(resolveRange({ preset: 'last-month' }, '2028-03-31')).toEqual({
      from: '2028-02-01',
      to: '2028-02-29',
    });
  });

  test('nothing lies in the future', () => {
    expect(resolveRange({ from: '2026-11-20', to: '2026-12-24' }, today)).toEqual({
      from: '2026-11-20',
      to: today,
    });
    expect(resolveRange({ from: '2027-01-01', to: '2027-01-02' }, today)).toEqual({
      from: '2026-10-26',
      to: today,
    });
  });

  test('the period before is as long, and ends where the range begins', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 400 }), (from, days) => {
        const own = { from, to: addDays(from, days) };
        const before = comparisonRange(own, 'previous');
        if (!before) throw new Error('a comparison');
        expect(addDays(before.to, 1)).toBe(own.from);
        expect(countDays(before.from, before.to)).toBe(countDays(own.from, own.to));
      }),
    );
  });

  test('a year earlier keeps the dates, and 29 February is the 28th', () => {
    expect(comparisonRange({ from: '2028-02-29', to: '2028-03-01' }, 'year')).toEqual({
      from: '2027-02-28',
      to: '2027-03-01',
    });
    expect(comparisonRange({ from: today, to: today }, 'none')).toBeUndefined();
  });

  test('dates that do not exist are none', () => {
    expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''].filter(isDate)).toEqual([]);
    expect(isDate('2028-02-29')).toBe(true);
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
  });
});
