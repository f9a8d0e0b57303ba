import { parseCommand } from '../command/parseCommand.ts';

const USAGE = 'npm run deploy:localstack -- [--no-compose] [--no-build]';

export interface Flags {
  /** Whether to start the containers. */
  readonly compose: boolean;
  /** Whether to build the bundles first. */
  readonly build: boolean;
}

/** @throws Complaint where an option is not known */
export const parseFlags = (args: readonly string[]): Flags => {
  const flags = parseCommand(args, {
    usage: USAGE,
    options: {
      'no-compose': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
    },
  });
  return { compose: !flags['no-compose'], build: !flags['no-build'] };
};
