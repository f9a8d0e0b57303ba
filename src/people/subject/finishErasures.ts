import type { Site } from '../../domain/site.ts';
import { namesToErase } from '../../domain/subject/subject.ts';
import { alone } from './alone.ts';
import { completeErasure } from './completeErasure.ts';
import type { SubjectStores } from './SubjectStores.ts';

/** Longer than staff wait before they ask again: an erasure is finished by who began it, if they can. */
const LEFT_AFTER_MS = 10 * 60_000;

/**
 * Finishes the erasures of a site that a crash or an outage left and that nobody asked for again.
 * @returns how many
 * @throws RecordUnavailable, HotSessionsUnavailable: the next run tries again
 */
export const finishErasures =
  (
    stores: SubjectStores,
    /** Epoch milliseconds. */
    now: () => number,
  ): ((site: Pick<Site, 'id'>) => Promise<number>) =>
  async (site) => {
    const { erasures } = stores;
    const left = await erasures.leftSince(site.id, now() - LEFT_AFTER_MS);
    if (left.length === 0) return 0;
    const finished = await alone(stores, { site: site.id, now }, async () => {
      for (const erasure of left) {
        // Its tombstones may be missing: they are put after the note.
        await erasures.begin(erasure, namesToErase(erasure.subject), now());
        await completeErasure(stores, erasure, now);
      }
      return left.length;
    });
    return finished ?? 0;
  };
