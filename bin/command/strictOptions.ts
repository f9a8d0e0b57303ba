import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Complaint } from '../aggregate/Complaint.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The options of a command line, and nothing but options.
 * @param help what is told after the sentence about what is wrong
 * @throws Complaint where an option is not known or lacks its value, or where there is anything else
 */
export const strictOptions = <const O extends Options>(
  args: readonly string[],
  { options, help }: { readonly options: O; readonly help: string },
) => {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // What follows the first sentence tells how to write a positional argument, of which there are none.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new Complaint(`${sentence.replace(/\.$/, '')}.${help}`, { cause: error });
  }
};
