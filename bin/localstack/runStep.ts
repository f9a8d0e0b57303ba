import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Complaint } from '../aggregate/Complaint.ts';
import type { Step } from './Step.ts';

const SIGNAL_EXIT_CODE = 128;

/** Runs a step's program to its end. */
export type RunStep = (step: Step) => Promise<void>;

/**
 * Runs steps in a folder, each with its output on this terminal.
 * @throws Complaint where the program is not there, or ends with anything but 0: it has said why itself
 */
export const runStepIn =
  ({
    folder,
    environment,
  }: {
    readonly folder: string;
    readonly environment: Step['environment'];
  }): RunStep =>
  async ({ title, command: [program, ...args], environment: own }) => {
    process.stdout.write(`\n> ${title}: ${[program, ...args].join(' ')}\n`);
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...environment, ...own },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code, signal] = await once(child, 'exit').catch((cause: unknown) => {
      throw new Complaint(`${title}: ${program} cannot be started. Is it installed?`, { cause });
    });
    const status = signal ? SIGNAL_EXIT_CODE + constants.signals[signal as NodeJS.Signals] : code;
    if (status !== 0) throw new Complaint(`${title}: ${program} ended with ${status}.`);
  };
