import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SectionName } from '../../ports/MetricsStore.ts';
import { bytes, bytesOf, type Item, number, numberOf } from './attributes.ts';
import type { PiecePart } from './itemKeys.ts';

/** An item may hold 400 kB, its names included (DynamoDB developer guide, "Quotas"). */
const MAX_ITEM_BYTES = 300_000;
/**
 * Of deflate. A day of 10,000 sessions, 476 kB: level 1 242 kB, 3 239 kB, 6 235 kB; a day of 100,000 sessions takes 36, 42 and
 * 68 ms. All sections as one text would be 6% smaller, but a reader of one of them inflates for 0.9 ms instead of 0.03 (2026-11-22).
 */
const DEFLATE_LEVEL = 3;

/** What every query of a range reads of each piece: kept in an item of its own, so that it costs little. */
export const CORE = 'core';
const CORE_BYTES = 'bytes';
const CHUNK_BYTES = 'bytes';
const sectionAttribute = (section: SectionName): string => `s:${section}`;
const chunksAttribute = (section: SectionName): string => `n:${section}`;

const deflate = (section: Uint8Array): Uint8Array => deflateRawSync(section, { level: DEFLATE_LEVEL });
const inflate = (deflated: Uint8Array): Uint8Array => {
  const { buffer, byteOffset, byteLength } = inflateRawSync(deflated);
  return new Uint8Array(buffer, byteOffset, byteLength);
};

/**
 * A piece's sections as items. Those but the core share the item `rest` while they fit in it together; of a larger piece each is
 * cut into chunks, and `rest` says into how many: a reader learns in the same trip in which it would have got them.
 */
export const itemsOf = (
  sections: ReadonlyMap<SectionName, Uint8Array>,
): { readonly part: PiecePart; readonly attributes: Item }[] => {
  const deflated = [...sections].map(([name, section]) => ({ name, section: deflate(section) }));
  const core = deflated.find(({ name }) => name === CORE);
  const rest = deflated.filter(({ name }) => name !== CORE);
  const together = rest.reduce((sum, { section }) => sum + section.length, 0);
  return [
    ...(core === undefined
      ? []
      : [{ part: 'core' as const, attributes: { [CORE_BYTES]: bytes(core.section) } }]),
    ...(together <= MAX_ITEM_BYTES ? packed(rest) : chunked(rest)),
  ];
};

type Deflated = readonly { readonly name: SectionName; readonly section: Uint8Array }[];

const packed = (rest: Deflated) => [
  {
    part: 'rest' as const,
    attributes: Object.fromEntries(rest.map(({ name, section }) => [sectionAttribute(name), bytes(section)])),
  },
];

const chunked = (rest: Deflated) => [
  {
    part: 'rest' as const,
    attributes: Object.fromEntries(
      rest.map(({ name, section }) => [chunksAttribute(name), number(chunksOf(section).length)]),
    ),
  },
  ...rest.flatMap(({ name, section }) =>
    chunksOf(section).map((part, chunk) => ({
      part: { section: name, chunk },
      attributes: { [CHUNK_BYTES]: bytes(part) },
    })),
  ),
];

const chunksOf = (section: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(section.length / MAX_ITEM_BYTES) }, (_, chunk) =>
    section.subarray(chunk * MAX_ITEM_BYTES, (chunk + 1) * MAX_ITEM_BYTES),
  );

/** The attributes of `core` and `rest` items that hold a section, or say how many chunks it has. */
export const attributesOf = (section: SectionName): readonly string[] =>
  section === CORE ? [CORE_BYTES] : [sectionAttribute(section), chunksAttribute(section)];

/** How many chunks a section has; 0 where `item` has it whole, or there is none. */
export const chunkCount = (item: Item | undefined, section: SectionName): number =>
  numberOf(item, chunksAttribute(section)) ?? 0;

/** A section out of the item that has it whole. */
export const wholeSection = (item: Item | undefined, section: SectionName): Uint8Array | undefined => {
  const deflated = bytesOf(item, section === CORE ? CORE_BYTES : sectionAttribute(section));
  return deflated && inflate(deflated);
};

/** A section out of all its chunks; absent where one is. */
export const joinedSection = (chunks: readonly (Item | undefined)[]): Uint8Array | undefined => {
  const parts = chunks.flatMap((chunk) => bytesOf(chunk, CHUNK_BYTES) ?? []);
  return parts.length === chunks.length ? inflate(Buffer.concat(parts)) : undefined;
};
