import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetStaging } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { DeployConfig } from '../config/DeployConfig.ts';

/** What a bundle that has sites imports them from. */
const SITES_FILE = 'sites.mjs';

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
  const copy = mkdtempSync(join(tmpdir(), 'footfall-function-'));
  try {
    cpSync(bundle, copy, { recursive: true });
    writeFileSync(join(copy, SITES_FILE), `export default ${JSON.stringify(sites)};\n`);
    return Code.fromAsset(new AssetStaging(scope, 'Bundle', { sourcePath: copy }).absoluteStagedPath);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};
