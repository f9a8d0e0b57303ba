import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { SITES_FILE, sitesModule } from '../../src/config/sitesModule.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';

/** In the assembly: with `cdk synth --no-staging`, who deploys reads this very folder, when this process is gone. */
const copyFolder = (scope: Construct, bundle: string, sites: string): string => {
  const stage = Stage.of(scope);
  if (!stage) throw new ConfigurationError('Footfall needs a CDK App around its stack.');
  const content = createHash('sha256').update(bundle).update('\0').update(sites).digest('hex').slice(0, 16);
  return join(stage.assetOutdir, `footfall-${content}`);
};

/**
 * A function's bundle as the build left it, with these sites beside it.
 * @throws ConfigurationError where it was not built
 */
export const functionCode = (
  scope: Construct,
  name: string,
  { bundles, sites }: Pick<DeployConfig, 'bundles' | 'sites'>,
): Code => {
  const bundle = join(bundles, name);
  if (!existsSync(join(bundle, 'handler.mjs'))) {
    throw new ConfigurationError(`The function "${name}" is not built: run "npm run build" first.`);
  }
  if (!existsSync(join(bundle, SITES_FILE))) return Code.fromAsset(bundle);
  const content = sitesModule(sites);
  const copy = copyFolder(scope, bundle, content);
  rmSync(copy, { recursive: true, force: true });
  cpSync(bundle, copy, { recursive: true });
  writeFileSync(join(copy, SITES_FILE), content);
  return Code.fromAsset(copy);
};
