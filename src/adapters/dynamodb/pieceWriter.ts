import { pieceKey } from '../../domain/metrics/pieceKey.ts';
import { LeaseLost } from '../../ports/AggregationLedger.ts';
import type { MetricsStore } from '../../ports/MetricsStore.ts';
import { EXPIRES_AT, expiry, keyOf, number, text, textOf } from './attributes.ts';
import type { DynamoTable } from './dynamoTable.ts';
import { createHeadClaims, NOT_YOUNGER } from './headClaims.ts';
import { headEntry, versionOfEntry } from './headEntry.ts';
import { inParallel } from './inParallel.ts';
import { headKey, olderParts, partKey, versionText } from './itemKeys.ts';
import { REFUSED } from './outage.ts';
import { itemsOf } from './pieceItems.ts';

/** Items of one piece that are on their way at a time. */
const CONCURRENCY = 4;

const NEXT_VERSION = `${NOT_YOUNGER} AND (attribute_not_exists(#piece) OR #piece < :version)`;

/**
 * Stores a version of a piece and makes it the current one, without transactions:
 *
 * 1. **Claim** the head item for the lease (`createHeadClaims`).
 * 2. **Parts**: the sections, under keys of the new version, each unless a younger lease wrote it.
 * 3. **Flip**: one conditional update makes the version the current one.
 * 4. **Tidy**: what is older than the version that was current until now goes, also what a crash once left behind.
 *
 * Repeating it is safe: a piece that this very lease has made current already is not written again.
 */
export const createPieceWriter = (table: DynamoTable): MetricsStore['writePiece'] => {
  const claims = createHeadClaims(table);

  const write: MetricsStore['writePiece'] = async (site, piece, { fence, expiresAtMs }) => {
    const { id, stamp, sections } = piece;
    const key = pieceKey(id);
    const head = headKey(site, id);
    const lost = () => new LeaseLost(`another lease has written ${key} of ${site}`);

    const claim = await claims.claim(head, piece, fence);
    if (claim === 'current') return;
    if (claim === 'lost') throw lost();

    await inParallel(itemsOf(sections), CONCURRENCY, async ({ part, attributes }) => {
      const item = {
        ...keyOf(partKey(site, id, stamp.version, part)),
        ...attributes,
        fence: number(fence),
        ...expiry(expiresAtMs),
      };
      if ((await table.putIf(item, NOT_YOUNGER, { ':fence': number(fence) })) === REFUSED) throw lost();
    });

    const expires = expiry(expiresAtMs)[EXPIRES_AT];
    const flip = await table.updateIf(head, NEXT_VERSION, {
      update: `SET #fence = :fence, #piece = :entry${expires === undefined ? '' : `, #${EXPIRES_AT} = :expires`}`,
      names: { '#piece': key },
      values: {
        ':fence': number(fence),
        ':version': text(versionText(stamp.version)),
        ':entry': text(headEntry(stamp)),
        ...(expires && { ':expires': expires }),
      },
      returns: 'UPDATED_OLD',
    });
    if (flip === REFUSED) {
      // The SDK may have tried twice, and the first try may have done it.
      claims.forget(head);
      if ((await claims.claim(head, piece, fence)) === 'current') return;
      throw lost();
    }
    claims.flipped(head, piece);

    const replaced = textOf(flip, key);
    if (replaced !== undefined && versionOfEntry(replaced) > 1) {
      await table.deleteRange(olderParts(site, id, versionOfEntry(replaced)));
    }
  };

  return async (site, piece, lease) => {
    try {
      await write(site, piece, lease);
    } catch (error) {
      claims.forget(headKey(site, piece.id));
      throw error;
    }
  };
};
