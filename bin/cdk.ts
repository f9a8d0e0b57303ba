import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONTEXT_DEFAULTS, type ContextKey, type DeployContext } from '../lib/config/contextDefaults.ts';
import { parseDeployConfig } from '../lib/config/parseDeployConfig.ts';
import { readSitesFile } from '../lib/config/readSitesFile.ts';
import { footfallStacks } from '../lib/footfallStacks.ts';
import { ConfigurationError } from '../src/config/ConfigurationError.ts';

/** Values of `-c` are texts, those of a `cdk.json` may be numbers and the like. */
const contextOf = (app: App): DeployContext =>
  Object.fromEntries(
    (Object.keys(CONTEXT_DEFAULTS) as ContextKey[]).flatMap((key) => {
      const value: unknown = app.node.tryGetContext(key);
      return value === undefined || value === null ? [] : [[key, String(value)]];
    }),
  );

/** CDK's own keys have colons or slashes in them. */
const IS_OURS = /^[\w-]+$/;

/** @throws ConfigurationError where somebody has chosen something that there is not, and would be given the default for it */
const refuseUnknown = (app: App): void => {
  const unknown = Object.keys(app.node.getAllContext()).find(
    (key) => IS_OURS.test(key) && !Object.hasOwn(CONTEXT_DEFAULTS, key),
  );
  if (unknown === undefined) return;
  throw new ConfigurationError(
    `${unknown} is no choice of this deployment: known are ${Object.keys(CONTEXT_DEFAULTS).join(', ')}.`,
  );
};

try {
  const app = new App();
  refuseUnknown(app);
  const config = parseDeployConfig({
    context: contextOf(app),
    account: process.env.CDK_DEFAULT_ACCOUNT,
    sitesAt: readSitesFile,
  });
  footfallStacks(app, config);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
