import { type App, Stack } from 'aws-cdk-lib';
import type { DeployConfig } from './config/DeployConfig.ts';
import { createFootfall, PARTS } from './createFootfall.ts';

/** A deployment as stacks of its own, for any account and region, without look-ups. */
export const footfallStacks = (app: App, config: DeployConfig): void => {
  createFootfall(
    config,
    (part) => new Stack(app, `${config.name}${part}`, { description: `Footfall: ${PARTS[part]}` }),
  );
};
