import { createHmac, randomBytes } from 'node:crypto';
import type { SiteId } from '../../domain/ids.ts';
import type { SubjectName } from '../../domain/subject/subject.ts';
import type { DriverDb } from './driverPart.ts';
import { ERASURES } from './indexes.ts';
import type { RecordAnswers } from './recordAnswers.ts';
import { upsertEach } from './upsertEach.ts';

/** No tombstone's `_id` is like it: those are hexadecimal. */
const saltKey = (site: SiteId): string => `salt:${site}`;
const SALT_BYTES = 32;
/** Names that one command asks for. */
const ASKED_AT_ONCE = 1_000;

/** Names of erased persons, as hashes: who was erased cannot be read there, and who asks for a name learns whether it was. */
export interface Tombstones {
  mark(site: SiteId, names: readonly SubjectName[], untilMs: number): Promise<void>;
  /** Those of these names that there are tombstones of. */
  among<N extends SubjectName>(site: SiteId, names: readonly N[]): Promise<N[]>;
}

/**
 * Tombstones in the collection `erasures`: `_id` is an HMAC-SHA256 of site, kind and id under a random salt of the site, which is kept
 * beside them and made with the first.
 *
 * One command for those who ask: where nobody of the site was ever erased there is no salt, and a process that has seen one keeps it.
 */
export const mongoTombstones = ({
  db,
  answers: { answer, findAll, findOne },
}: {
  readonly db: DriverDb;
  readonly answers: RecordAnswers;
}): Tombstones => {
  const erasures = db.collection(ERASURES);
  const salts = new Map<SiteId, Buffer>();

  const saltOf = async (site: SiteId): Promise<Buffer | undefined> => {
    const known = salts.get(site);
    if (known !== undefined) return known;
    const found = await findOne('tell the salt of its tombstones', erasures, { _id: saltKey(site) });
    if (found === undefined) return undefined;
    const salt = Buffer.from(found.salt as string, 'base64');
    salts.set(site, salt);
    return salt;
  };

  const hashOf = (salt: Buffer, site: SiteId, { kind, id }: SubjectName): string =>
    createHmac('sha256', salt).update(`${site}\n${kind}\n${id}`).digest('hex');

  return {
    mark: async (site, names, untilMs) => {
      await answer('make a salt', () =>
        upsertEach(erasures, [
          {
            filter: { _id: saltKey(site) },
            update: { $setOnInsert: { siteId: site, salt: randomBytes(SALT_BYTES).toString('base64') } },
          },
        ]),
      );
      const salt = await saltOf(site);
      if (salt === undefined) throw new Error('a salt is gone that was just made');
      const expiresAt = new Date(untilMs);
      await answer('put tombstones', () =>
        upsertEach(
          erasures,
          names.map((name) => ({
            filter: { _id: hashOf(salt, site, name) },
            update: { $setOnInsert: { siteId: site }, $max: { expiresAt } },
          })),
        ),
      );
    },

    among: async (site, names) => {
      if (names.length === 0) return [];
      const salt = await saltOf(site);
      if (salt === undefined) return [];
      const byHash = Map.groupBy(names, (name) => hashOf(salt, site, name));
      const hashes = [...byHash.keys()];
      const found: (typeof names)[number][] = [];
      for (let from = 0; from < hashes.length; from += ASKED_AT_ONCE) {
        const some = hashes.slice(from, from + ASKED_AT_ONCE);
        const there = await findAll('tell who was erased', erasures, { _id: { $in: some } });
        found.push(...there.flatMap(({ _id }) => byHash.get(_id as string) ?? []));
      }
      return found;
    },
  };
};
