import type { ParseArgsConfig } from 'node:util';
import { Complaint } from '../aggregate/Complaint.ts';
import { strictOptions } from './strictOptions.ts';

/**
 * The options of a command line.
 * @param usage one line, told where they are wrong
 * @throws Complaint where an option is not known or lacks its value, or where there is anything but options
 */
export const parseCommand = <const O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  { usage, options }: { readonly usage: string; readonly options: O },
) => strictOptions(args, { options, help: `\nUsage: ${usage}` });

/**
 * An option that cannot be left out.
 * @throws Complaint where it was
 */
export const requiredOption = (usage: string, name: string, value: string | undefined): string => {
  if (value !== undefined && value !== '') return value;
  throw new Complaint(`--${name} is missing.\nUsage: ${usage}`);
};
