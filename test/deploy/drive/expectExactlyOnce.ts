import { expect } from 'vitest';
import type { HttpVisitor } from '../../support/httpVisitor.ts';
import type { Deployed } from './openDeployed.ts';
import { until } from './until.ts';

/** Waits until every page view that was acknowledged is in MongoDB exactly once, and each visitor is one session with all of its own. */
export const expectExactlyOnce = (
  { record }: Pick<Deployed, 'record'>,
  visitors: readonly HttpVisitor[],
  timeoutMs: number,
): Promise<void> =>
  until(
    'every acknowledged page view to be in MongoDB exactly once',
    async () => {
      const accepted = visitors.flatMap((visitor) => visitor.accepted).sort();
      const all = await record('session_events', { type: 'page_view' });
      const ours = new Set(accepted);
      const stored = all
        .map(({ _id }) => String(_id).split(':').at(-1) as string)
        .filter((id) => ours.has(id));
      expect(stored.sort()).toEqual(accepted);
      for (const visitor of visitors) {
        const [payload = ''] = visitor.jar.get('session')?.split('.') ?? [];
        const { b } = JSON.parse(Buffer.from(payload, 'base64url').toString());
        const sessions = await record('sessions', { b });
        expect(sessions.map(({ pageViews }) => pageViews)).toEqual([visitor.accepted.length]);
      }
    },
    timeoutMs,
  );
