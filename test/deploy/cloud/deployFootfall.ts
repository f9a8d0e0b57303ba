import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandOutput, runCommand } from './runCommand.ts';
import type { Cloud } from './startCloud.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const COMMAND_TIMEOUT_MS = 240_000;

/** What the deployed stacks say of themselves, over all stacks. */
export type StackOutputs = { readonly [name: string]: string };

export interface DeploySettings {
  /** CDK context, over its defaults. */
  readonly context: { readonly [name: string]: string };
  /** By which the shop's staff come in. */
  readonly staff: { readonly password: string; readonly token: string };
}

const outputsIn = (json: string): StackOutputs => {
  const stacks: { readonly [stack: string]: StackOutputs } = JSON.parse(json);
  return Object.assign({}, ...Object.values(stacks));
};

/**
 * Footfall in an account, by the commands that the deploy guide gives: secrets, bootstrap, deploy, indexes, products. Each is the
 * real program.
 * @throws Error with a command's output where it fails
 */
export const deployFootfall = async (cloud: Cloud, { context, staff }: DeploySettings) => {
  const outputsPath = join(cloud.folder, 'outputs.json');
  const run = (
    command: string,
    args: readonly string[],
    more: NodeJS.ProcessEnv = {},
  ): Promise<CommandOutput> =>
    runCommand(command, args, {
      environment: { ...cloud.environment, ...more },
      cwd: PROJECT,
      timeoutMs: COMMAND_TIMEOUT_MS,
    });
  /** A command of package.json, by npm as a person runs it. */
  const npm = (script: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) =>
    run('npm', ['run', '--silent', script, '--', ...args], more);
  const cdk = (...args: readonly string[]) =>
    run('npx', [
      'cdk',
      ...args,
      ...['--output', join(cloud.folder, 'cdk.out'), '--ci'],
      ...Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]),
    ]);

  const given = { MONGODB_URI: cloud.mongoUrl, ADMIN_PASSWORD: staff.password, ADMIN_TOKEN: staff.token };
  await npm('secrets', [], given);
  await cdk('bootstrap');
  await cdk('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsPath);
  await npm('indexes', [], { MONGODB_URI: cloud.mongoUrl });
  await npm('products', [], { MONGODB_URI: cloud.mongoUrl });
  const outputs = outputsIn(await readFile(outputsPath, 'utf8'));

  return {
    outputs,
    /** An output. @throws Error where no stack has it */
    output: (name: string): string => {
      const value = outputs[name];
      if (value === undefined)
        throw new Error(`no stack told ${name}; told are ${Object.keys(outputs).join(', ')}`);
      return value;
    },
    npm,
    destroy: () => cdk('destroy', '--all', '--force'),
  };
};
export type Deployment = Awaited<ReturnType<typeof deployFootfall>>;
