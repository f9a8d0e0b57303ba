import type { SiteId } from '../../domain/ids.ts';
import type { SubjectStores } from './SubjectStores.ts';

/**
 * Does what may be done by one at a time of a site, as an erasure is: two of one person would each leave what remains of them.
 * @returns what the work gave, or nothing where somebody else is at it
 */
export const alone = async <T>(
  { erasures, randomId }: Pick<SubjectStores, 'erasures' | 'randomId'>,
  { site, now }: { readonly site: SiteId; readonly now: () => number },
  work: () => Promise<T>,
): Promise<T | undefined> => {
  const holder = randomId();
  if (!(await erasures.hold(site, holder, now()))) return undefined;
  let done: T;
  try {
    done = await work();
  } catch (error) {
    // Its own failure would hide this one; what is held ends by itself.
    await erasures.letGo(site, holder).catch(() => undefined);
    throw error;
  }
  await erasures.letGo(site, holder);
  return done;
};
