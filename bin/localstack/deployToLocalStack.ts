import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeployStepsOptions, deploySteps } from './deploySteps.ts';
import { restApiId, stageAddress } from './restApiId.ts';
import type { RunStep } from './runStep.ts';

export interface Deployed {
  readonly apiId: string;
  /** Where the functions answer, without a proxy. */
  readonly address: string;
}

/**
 * Deploys the app to an emulator that runs: builds, puts secrets, makes indexes and products, bootstraps, deploys.
 * @param options.folder the repository
 * @throws Complaint where a step fails
 */
export const deployToLocalStack = async ({
  folder,
  run,
  ...options
}: Omit<DeployStepsOptions, 'assembly' | 'outputsFile'> & {
  readonly folder: string;
  readonly run: RunStep;
}): Promise<Deployed> => {
  const assembly = join(folder, 'cdk.out/localstack');
  const outputsFile = join(folder, 'cdk.out/localstack.outputs.json');
  for (const step of deploySteps({ ...options, assembly, outputsFile })) await run(step);
  const apiId = restApiId(JSON.parse(await readFile(outputsFile, 'utf8')));
  return { apiId, address: stageAddress(options.places.endpoint, apiId) };
};
