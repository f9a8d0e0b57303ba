import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { functionCode } from '../../lib/app/functionCode.ts';
import { parseSites } from '../../src/config/parseSites.ts';
import { SITES_FILE } from '../../src/config/sitesModule.ts';
import { builtFunctions, SHOP } from './deployment.ts';

interface Assets {
  readonly files: {
    readonly [hash: string]: { readonly source: { readonly path: string; readonly packaging: string } };
  };
}

/** Synthesises a function of the build, as the CLI has it done: the folders that its deployment reads. */
const synthesised = (context: { readonly [key: string]: unknown }) => {
  const app = new App({ context });
  const stack = new Stack(app, 'App');
  new LambdaFunction(stack, 'Track', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'handler.handler',
    code: functionCode(stack, 'track', { bundles: builtFunctions(), sites: parseSites([SHOP]) }),
  });
  const { directory } = app.synth();
  const { files }: Assets = JSON.parse(readFileSync(resolve(directory, 'App.assets.json'), 'utf8'));
  const bundles = Object.values(files).filter(({ source }) => source.packaging === 'zip');
  return bundles.map(({ source }) => resolve(directory, source.path));
};

describe.each([
  ['synthesised', {}],
  ['synthesised without staging', { 'aws:cdk:disable-asset-staging': true }],
])('a function that is %s', (_, context) => {
  it('is there for whoever deploys it, with the sites of the deployment', () => {
    const folders = synthesised(context);
    expect(folders).toHaveLength(1);
    const [folder = ''] = folders;
    expect(readdirSync(folder).sort()).toEqual(['handler.mjs', SITES_FILE]);
    expect(readFileSync(resolve(folder, SITES_FILE), 'utf8')).toContain(`"host":"${SHOP.host}"`);
  });
});
