import { pieceKey } from '../../domain/metrics/pieceKey.ts';
import type { StoredPiece } from '../../ports/MetricsStore.ts';
import { type ItemKey, number, numberOf, textOf } from './attributes.ts';
import { addressOf, type DynamoTable } from './dynamoTable.ts';
import { headEntry } from './headEntry.ts';
import { versionText } from './itemKeys.ts';
import { REFUSED } from './outage.ts';

/** No younger lease has written the item. */
export const NOT_YOUNGER = '(attribute_not_exists(#fence) OR #fence <= :fence)';

/** Whether a version of a piece may be written: `current` where this lease has done so already. */
export type ClaimResult = 'free' | 'current' | 'lost';

/**
 * Head items that leases of this process have claimed: whoever works under an older lease can make nothing in them current
 * from then on, so that what is overwritten of a version that is not current is nobody's.
 */
export interface HeadClaims {
  /** Claims the piece's head item for a lease, once, and tells of the piece. @throws MetricsUnavailable */
  claim(head: ItemKey, piece: Pick<StoredPiece, 'id' | 'stamp'>, fence: number): Promise<ClaimResult>;
  /** Notes that the piece was made current under the head's claim. */
  flipped(head: ItemKey, piece: Pick<StoredPiece, 'id' | 'stamp'>): void;
  /** Forgets what is known of the head item: the next claim asks the table. */
  forget(head: ItemKey): void;
}

/** Heads that are remembered: those of a run over 60 days and their years; with more, all are forgotten. */
const MAX_HEADS = 64;

interface Claim {
  readonly fence: number;
  readonly entries: Map<string, { readonly entry: string; readonly mine: boolean }>;
}

export const createHeadClaims = (table: DynamoTable): HeadClaims => {
  const claims = new Map<string, Claim>();

  const claimOf = async (head: ItemKey, fence: number): Promise<Claim | undefined> => {
    const known = claims.get(addressOf(head));
    if (known?.fence === fence) return known;
    const before = await table.updateIf(head, NOT_YOUNGER, {
      update: 'SET #fence = :fence',
      values: { ':fence': number(fence) },
      returns: 'ALL_OLD',
    });
    if (before === REFUSED) return undefined;
    const mine = numberOf(before, 'fence') === fence;
    const claim = {
      fence,
      entries: new Map(
        Object.keys(before).map((key) => [key, { entry: textOf(before, key) ?? '', mine }] as const),
      ),
    };
    if (claims.size >= MAX_HEADS) claims.clear();
    claims.set(addressOf(head), claim);
    return claim;
  };

  return {
    claim: async (head, { id, stamp }, fence) => {
      const claim = await claimOf(head, fence);
      if (claim === undefined) return 'lost';
      const before = claim.entries.get(pieceKey(id));
      if (before === undefined || before.entry < versionText(stamp.version)) return 'free';
      return before.mine && before.entry === headEntry(stamp) ? 'current' : 'lost';
    },
    flipped: (head, { id, stamp }) => {
      claims.get(addressOf(head))?.entries.set(pieceKey(id), { entry: headEntry(stamp), mine: true });
    },
    forget: (head) => {
      claims.delete(addressOf(head));
    },
  };
};
