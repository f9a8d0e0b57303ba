import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import type { DeployContext } from '../../lib/config/contextDefaults.ts';
import { parseDeployConfig } from '../../lib/config/parseDeployConfig.ts';
import { createFootfall, type PARTS } from '../../lib/createFootfall.ts';
import { SITES_FILE, sitesModule } from '../../src/config/sitesModule.ts';

export const SHOP = {
  id: 'shop',
  host: 't.shop.example',
  hosts: ['shop.example'],
  origins: ['https://shop.example'],
  timezone: 'Europe/Berlin',
  currency: 'EUR',
};

/** What `-c egress=privatelink` needs besides. */
export const PRIVATELINK = {
  egress: 'privatelink',
  atlasServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0',
} as const;
/** A Redis that is there already, as an account takes it. */
export const GIVEN_CACHE = {
  cache: 'rediss://redis.example:6380',
  redisPasswordSecret: 'shop/redis',
} as const;
/** What emulators are deployed to with. */
export const EMULATED = { egress: 'none', keepData: 'false' } as const;

/** As the build leaves them, but for what they do. */
export const builtFunctions = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-bundles-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of Object.keys(FUNCTIONS)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'handler.mjs'), `export const handler = async () => '${name}';\n`);
    if (name !== 'web') writeFileSync(join(folder, name, SITES_FILE), sitesModule([]));
  }
  return folder;
};

export interface Resource {
  readonly id: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is what the test says of it
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** A part's template, and its resources of one type. */
export interface SynthesisedPart {
  readonly template: Template;
  readonly resources: (type?: string) => Resource[];
  readonly only: (type: string) => Resource;
}

/** A template's resources, to look at. */
export const partOf = (template: Template): SynthesisedPart => {
  const resources = (type?: string): Resource[] =>
    Object.entries(template.toJSON().Resources ?? {})
      .map(([id, resource]) => ({ id, ...(resource as Omit<Resource, 'id'>) }))
      .filter(({ Type }) => type === undefined || Type === type);
  return {
    template,
    resources,
    only: (type) => {
      const [first, ...others] = resources(type);
      if (!first || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} of ${type}`);
      return first;
    },
  };
};

/** A deployment of one shop, synthesised in this process. Parts are there as far as the context has them. */
export const deployment = ({
  bundles,
  context = {},
  sites = [SHOP],
}: {
  readonly bundles: string;
  readonly context?: DeployContext;
  readonly sites?: readonly object[];
}) => {
  const app = new App();
  const config = parseDeployConfig({ context, sitesAt: () => sites, bundles });
  createFootfall(config, (part) => new Stack(app, part));
  const parts = new Map(
    app.synth().stacks.map(({ stackName, template }) => [stackName, partOf(Template.fromJSON(template))]),
  );
  return {
    app,
    parts: [...parts.keys()].sort(),
    part: (name: keyof typeof PARTS): SynthesisedPart => {
      const part = parts.get(name);
      if (!part) throw new Error(`there is no ${name}`);
      return part;
    },
    resources: (type?: string): Resource[] => [...parts.values()].flatMap((part) => part.resources(type)),
  };
};
