import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Complaint } from '../aggregate/Complaint.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The options of a command line.
 * @param usage one line, told where they are wrong
 * @throws Complaint where an option is not known or lacks its value, or where there is anything but options
 */
export const parseCommand = <const O extends Options>(
  args: readonly string[],
  { usage, options }: { readonly usage: string; readonly options: O },
) => {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // What follows the first sentence tells how to write a positional argument, of which there are none.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new Complaint(`${sentence.replace(/\.$/, '')}.\nUsage: ${usage}`, { cause: error });
  }
};

/**
 * An option that cannot be left out.
 * @throws Complaint where it was
 */
export const requiredOption = (usage: string, name: string, value: string | undefined): string => {
  if (value !== undefined && value !== '') return value;
  throw new Complaint(`--${name} is missing.\nUsage: ${usage}`);
};
