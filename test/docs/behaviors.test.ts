import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { behaviorPaths } from '../../lib/edge/footfallBehaviors.ts';

const named = async (what: string): Promise<string[]> => {
  const guide = await readFile(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const [, list = ''] = new RegExp(`behaviours for ${what}: ([^;]*);`).exec(guide) ?? [];
  return [...list.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path).sort();
};

it.each(['requests', 'files'] as const)(
  'the guide names the paths of %s that the construct adds to a distribution of the shop’s own',
  async (what) => {
    expect(await named(what)).toEqual([...behaviorPaths()[what]].sort());
  },
);
