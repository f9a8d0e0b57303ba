import { strictOptions } from '../command/strictOptions.ts';
import { Complaint } from './Complaint.ts';

/**
 * The options of a command line, each a text or absent.
 * @throws Complaint where one is not known or lacks its value
 */
export const parseOptions = <const Names extends string>(
  args: readonly string[],
  names: readonly Names[],
): { readonly [name in Names]?: string } => {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const help = ` Known are ${names.map((name) => `--${name}`).join(', ')}.`;
  return strictOptions(args, { options, help }) as { readonly [name in Names]?: string };
};

/** @throws Complaint where the text is no whole number within the bounds */
export const wholeNumber = (
  name: string,
  text: string | undefined,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number => {
  const value = text === undefined ? fallback : Number(text);
  if (Number.isSafeInteger(value) && value >= min && value <= max && text !== '') return value;
  throw new Complaint(`--${name} must be a whole number from ${min} to ${max}.`);
};
