import type { SiteId } from '../../domain/ids.ts';
import type { KeptUntil } from '../../ports/RecordStore.ts';

/** The field by which a document ends, of what is of an instant; none where nobody said how long it is kept. */
export const expiryOf = (
  keptUntil: KeptUntil | undefined,
  site: SiteId,
  atMs: number,
): { readonly expiresAt?: Date } => {
  const untilMs = keptUntil?.(site, atMs);
  return untilMs === undefined ? {} : { expiresAt: new Date(untilMs) };
};
