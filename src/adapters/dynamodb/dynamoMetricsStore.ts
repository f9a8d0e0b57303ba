import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MinuteMetrics } from '../../domain/metrics/minuteMetrics.ts';
import type { Correction } from '../../domain/metrics/piece.ts';
import type { MetricsStore, SectionRef } from '../../ports/MetricsStore.ts';
import { expiry, type Item, type ItemKey, keyOf, text, textOf } from './attributes.ts';
import { addressOf, type DynamoTable, dynamoTable } from './dynamoTable.ts';
import { piecesOfHead } from './headEntry.ts';
import {
  correctionKey,
  correctionRange,
  hoursKey,
  type KeyRange,
  minuteKey,
  minuteRange,
  partKey,
  yearKey,
} from './itemKeys.ts';
import { attributesOf, CORE, chunkCount, joinedSection, wholeSection } from './pieceItems.ts';
import { createPieceWriter } from './pieceWriter.ts';

/** Minutes and corrections are small and read whole. */
const JSON_TEXT = 'json';

/**
 * The metrics in DynamoDB, in one table (`createTable`), a partition a site.
 * @param client with its own retries and time limits (`connectDynamo`); whoever made it destroys it
 */
export const dynamoMetricsStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): MetricsStore => {
  const table = dynamoTable(options);
  const stored = async <T>(range: KeyRange): Promise<T[]> =>
    (await table.query(range, [JSON_TEXT])).map((item) => JSON.parse(textOf(item, JSON_TEXT) ?? '') as T);

  return {
    heads: async (site, { years, hoursOf }) => {
      const yearKeys = years.map((year) => yearKey(site, year));
      const dayKeys = hoursOf.map((day) => ({ day, key: hoursKey(site, day) }));
      const items = await table.getMany([...yearKeys, ...dayKeys.map(({ key }) => key)]);
      return {
        pieces: new Map(yearKeys.flatMap((key) => piecesOfHead(items.get(addressOf(key))))),
        hours: new Map(dayKeys.flatMap(({ day, key }) => piecesOfHead(items.get(addressOf(key)), day))),
      };
    },
    sections: (refs) => readSections(table, refs),
    writePiece: createPieceWriter(table),
    minutes: (site, fromMs, toMs) => stored<MinuteMetrics>(minuteRange(site, fromMs, toMs)),
    putMinutes: (site, minutes, expiresAtMs) =>
      table.putMany(
        minutes.map((minute) => ({
          ...jsonItem(minuteKey(site, minute.minute), minute),
          ...expiry(expiresAtMs),
        })),
      ),
    corrections: (site, from, to) => stored<Correction>(correctionRange(site, from, to)),
    putCorrections: (site, corrections) =>
      table.putMany(
        corrections.map((correction) =>
          jsonItem(correctionKey(site, correction.day, correction.orderId), correction),
        ),
      ),
    close: async () => undefined,
  };
};

const jsonItem = (key: ItemKey, value: MinuteMetrics | Correction): Item => ({
  ...keyOf(key),
  [JSON_TEXT]: text(JSON.stringify(value)),
});

const itemKeyOf = ({ site, id, version, section }: SectionRef): ItemKey =>
  partKey(site, id, version, section === CORE ? 'core' : 'rest');

/**
 * One trip for pieces whose sections share an item, a second one for the chunks of larger ones. Only what is asked for of an
 * item comes over the wire.
 */
const readSections = async (
  table: DynamoTable,
  refs: readonly SectionRef[],
): Promise<(Uint8Array | undefined)[]> => {
  const attributes = [...new Set(refs.flatMap(({ section }) => attributesOf(section)))];
  const items = await table.getMany(refs.map(itemKeyOf), attributes);
  const itemOf = (ref: SectionRef): Item | undefined => items.get(addressOf(itemKeyOf(ref)));

  const chunkKeys = (ref: SectionRef): ItemKey[] =>
    Array.from({ length: chunkCount(itemOf(ref), ref.section) }, (_, chunk) =>
      partKey(ref.site, ref.id, ref.version, { section: ref.section, chunk }),
    );
  const chunks = await table.getMany(refs.flatMap(chunkKeys));

  return refs.map((ref) => {
    const keys = chunkKeys(ref);
    if (keys.length === 0) return wholeSection(itemOf(ref), ref.section);
    return joinedSection(keys.map((key) => chunks.get(addressOf(key))));
  });
};
