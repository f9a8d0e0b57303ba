import * as v from 'valibot';
import { DIMENSIONS, isDimension } from '../../domain/metrics/dimensions.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { parseLocalDate } from '../../domain/time/localTime.ts';
import { ALLOWED } from '../http/schemaParts.ts';

const text = v.string('must be a text');

const DATE = 'must be a date that exists, as YYYY-MM-DD';

/** A day of the site's calendar. */
export const date = v.pipe(
  text,
  v.isoDate(DATE),
  v.check((value) => parseLocalDate(value) !== undefined, DATE),
  v.transform((value) => value as LocalDate),
  v.description('A day in the site’s own time zone.'),
);

export const oneOf = <const Options extends readonly [string, ...string[]]>(...options: Options) =>
  v.picklist(options, `must be one of ${options.join(', ')}`);

/** A whole number within bounds. */
export const wholeNumber = (min: number, max: number) => {
  const fault = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    text,
    v.regex(/^\d{1,9}$/, fault),
    v.transform(Number),
    v.number(),
    v.integer(),
    v.minValue(min, fault),
    v.maxValue(max, fault),
  );
};

export const dimension = v.picklist(DIMENSIONS, `must be one of ${DIMENSIONS.join(', ')}`);

const FILTER = `must be dimension:value, the dimension one of ${DIMENSIONS.join(', ')}`;

/** `dimension:value`; the value may hold colons. */
export const filter = v.pipe(
  text,
  v.check((value) => value.includes(':') && isDimension(value.slice(0, value.indexOf(':'))), FILTER),
  v.transform((value) => {
    const colon = value.indexOf(':');
    return { dimension: value.slice(0, colon), value: value.slice(colon + 1) } as Filter;
  }),
  v.metadata({
    description: 'dimension:value: only sessions with that value. The value may hold colons.',
    examples: ['channel:email'],
    [ALLOWED]: DIMENSIONS,
  }),
);
export interface Filter {
  readonly dimension: (typeof DIMENSIONS)[number];
  readonly value: string;
}

/** Which site, and how the answer is to be had. */
export const siteParameter = {
  site: v.optional(v.pipe(text, v.description('May be left out where there is one site.'))),
};
export const commonParameters = {
  ...siteParameter,
  format: v.optional(oneOf('json', 'csv')),
};
export const rangeParameters = { ...commonParameters, from: date, to: date };
export const compareParameter = {
  compare: v.optional(
    v.pipe(
      oneOf('previous', 'year'),
      v.description('With as many days just before (the default), or the same dates a year earlier.'),
    ),
  ),
};
export const filterParameter = { filter: v.optional(filter) };
