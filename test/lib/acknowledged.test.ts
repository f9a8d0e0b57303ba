import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { builtFunctions, deployment, EMULATED, PRIVATELINK } from './deployment.ts';

const MAX_ACKNOWLEDGED = 10;

/** CDK says of findings of its own, too. */
const OURS = 'Annotation::AwsSolutions-';

/** What we said of findings, with its reason, as CDK keeps it on the construct. */
const acknowledged = (app: App): { readonly path: string; readonly reason: string }[] =>
  app.node.findAll().flatMap(({ node }: IConstruct) =>
    node.metadata
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as { readonly [rule: string]: string }))
      .filter(([rule]) => rule.startsWith(OURS))
      .map(([, reason]) => ({ path: node.path, reason })),
  );

describe('cdk-nag, AWS Solutions', () => {
  const bundles = builtFunctions();

  it.each([{}, { traces: 'on' }, PRIVATELINK, EMULATED, { api: 'rest', cdn: 'none' }])(
    'finds nothing with %o but what at most ten acknowledgements say',
    (context) => {
      const { app } = deployment({ bundles, context });
      const { violations } = new AwsSolutionsChecks(app).validateScope(app);
      expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
      const said = acknowledged(app);
      expect(said.length).toBeGreaterThan(0);
      expect(said.length).toBeLessThanOrEqual(MAX_ACKNOWLEDGED);
      for (const { path, reason } of said) {
        // One resource, or the one construct of an API or of our secrets: never a stack.
        expect(path.split('/').length).toBeGreaterThan(1);
        expect(reason.length).toBeGreaterThan(30);
      }
    },
  );
});
