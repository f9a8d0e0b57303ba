import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decode, encode } from '@msgpack/msgpack';
import type { Recording } from './recordings.ts';

const ofLaterFormat = (section: Uint8Array): Uint8Array =>
  deflateRawSync(encode({ ...(decode(inflateRawSync(section)) as object), format: 2 }));

/** A recording whose pieces are of a format that comes after this release's. */
export const withLaterFormat = (recording: Recording): Recording => ({
  ...recording,
  items: recording.items.map((item) => {
    if (!item.sk?.S?.startsWith('piece#')) return item;
    return Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        value.B === undefined ? value : { B: ofLaterFormat(value.B) },
      ]),
    );
  }),
});
