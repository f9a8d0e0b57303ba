import { describe, expect, it } from 'vitest';
import { localStackContext } from '../../bin/localstack/deploySteps.ts';
import type { DeployContext } from '../../lib/config/contextDefaults.ts';
import type { PARTS } from '../../lib/createFootfall.ts';
import { builtFunctions, deployment, GIVEN_CACHE, PRIVATELINK } from './deployment.ts';

type Part = keyof typeof PARTS;
type Deployment = ReturnType<typeof deployment>;

const bundles = builtFunctions();

/** Deployments by their context: most changes begin and end with the same ones. */
const deployments = new Map<string, Deployment>();
const deployed = (context: DeployContext = {}): Deployment => {
  const key = JSON.stringify(context);
  const made = deployments.get(key) ?? deployment({ bundles, context });
  deployments.set(key, made);
  return made;
};

/** The exports of a part, by their names. */
const exportsOf = (deployed: Deployment, part: Part): Map<string, unknown> =>
  new Map(
    Object.values(deployed.part(part).template.toJSON().Outputs as { [id: string]: Output }).flatMap(
      ({ Export, Value }) => (Export ? [[Export.Name, Value] as const] : []),
    ),
  );

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/** What a part imports of others: CloudFormation lets nobody change or remove that while the part is as it is. */
const importsOf = (deployed: Deployment, part: Part): string[] =>
  [...JSON.stringify(deployed.part(part).template.toJSON()).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(
    ([, name = '']) => name,
  );

/** What CloudFormation would refuse when the parts are deployed one after the other, each with its readers as they were. */
const refused = (before: DeployContext, after: DeployContext): string[] => {
  const [old, changed] = [deployed(before), deployed(after)];
  return (['Network', 'Data', 'App'] as const).flatMap((part) => {
    const [were, are] = [exportsOf(old, part), exportsOf(changed, part)];
    return (old.parts as Part[])
      .flatMap((reader) => importsOf(old, reader))
      .filter((name) => were.has(name) && JSON.stringify(are.get(name)) !== JSON.stringify(were.get(name)));
  });
};

describe('a deployment that is there can be changed', () => {
  it.each<readonly [DeployContext, DeployContext]>([
    [{}, { storefront: 'off' }],
    [{}, { cacheShards: '3' }],
    [{ cacheShards: '3' }, { cacheShards: '4' }],
    [{}, { cacheNodeType: 'cache.t4g.small' }],
    [{}, GIVEN_CACHE],
    [{}, PRIVATELINK],
    [{}, { natGateways: '2' }],
    [{}, { traces: 'on', writerConcurrency: '20', logRetentionDays: '90', alarmEmail: 'ops@shop.example' }],
    [{}, { keepData: 'false' }],
    [{ cdn: 'none' }, { cdn: 'none', api: 'rest' }],
    [{ cdn: 'none' }, {}],
  ])('from %o to %o and back', (before, after) => {
    expect(refused(before, after)).toEqual([]);
    const isBackByDestroying = before.cdn === 'none' && after.cdn === undefined;
    if (!isBackByDestroying) expect(refused(after, before)).toEqual([]);
  });

  it.each<DeployContext>([{ cdn: 'none' }, { api: 'rest' }])(
    'to %o once the Edge, which alone reads what goes, is destroyed',
    (after) => {
      const ofEdge = importsOf(deployed(), 'Edge');
      const stops = refused({}, after);
      expect(stops).not.toEqual([]);
      for (const name of stops) expect(ofEdge).toContain(name);
    },
  );

  it('and a cache that changes is read by its name, not imported', () => {
    const imported = (['Data', 'App', 'Edge'] as const).flatMap((part) => importsOf(deployed(), part));
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((name) => /Cache|Redis/.test(name))).toEqual([]);
  });

  it('but where the cache is given nothing is, for LocalStack knows imports alone', () => {
    const { part, parts } = deployed(localStackContext({ redisUrl: 'redis://redis:6379' }));
    for (const name of parts as Part[]) {
      expect(JSON.stringify(part(name).template.toJSON())).not.toContain('Fn::GetStackOutput');
    }
  });

  it('a given cache leaves the old one’s group, which the old one is in until its stack is updated', () => {
    const groups = (context: DeployContext) =>
      deployed(context)
        .part('Network')
        .resources('AWS::EC2::SecurityGroup')
        .map(({ id }) => id);
    expect(groups(GIVEN_CACHE)).toEqual(groups({}));
  });

  it('a cluster is another resource than a single node', () => {
    const cache = (context: DeployContext) =>
      deployed(context).part('Data').only('AWS::ElastiCache::ReplicationGroup').id;
    expect(cache({ cacheShards: '3' })).not.toBe(cache({}));
  });
});
