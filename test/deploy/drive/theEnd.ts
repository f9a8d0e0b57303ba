import { ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, it } from 'vitest';
import { listedIn } from '../cloud/accountLists.ts';
import type { Deployed } from './openDeployed.ts';

/** The bootstrap's own stack, which everybody's deployments share. */
const SHARED = 'CDKToolkit';

/** `cdk destroy`: the last of a deployment's tests. */
export const theEnd = (deployed: () => Deployed, kinds: number): void => {
  it('cdk destroy leaves nothing', async () => {
    const { aws, cloud, destroy } = deployed();
    const stacks = async (): Promise<string[]> => {
      const { StackSummaries = [] } = await aws.cloudformation.send(new ListStacksCommand({}));
      return StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')
        .map(({ StackName }) => StackName ?? '')
        .filter((name) => name !== SHARED);
    };
    const ids: string[] = [];
    for (const StackName of await stacks()) {
      const { StackResourceSummaries = [] } = await aws.cloudformation.send(
        new ListStackResourcesCommand({ StackName }),
      );
      ids.push(...StackResourceSummaries.map(({ PhysicalResourceId }) => PhysicalResourceId ?? ''));
    }
    const before = await listedIn(cloud.awsUrl, ids);
    expect(Object.keys(before).length, `kinds of things in ${Object.keys(before)}`).toBeGreaterThanOrEqual(
      kinds,
    );

    await destroy();
    expect(await stacks()).toEqual([]);
    expect(await listedIn(cloud.awsUrl, ids)).toEqual({});
  }, 180_000);
};
