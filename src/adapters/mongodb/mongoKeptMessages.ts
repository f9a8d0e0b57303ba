import type { SiteId } from '../../domain/ids.ts';
import type { KeptMessages } from '../../ports/RecordStore.ts';
import type { DriverDb } from './driverPart.ts';
import { KEPT_MESSAGES } from './indexes.ts';
import type { RecordAnswers } from './recordAnswers.ts';

/** Messages that passed no queue, in a collection that is empty but while a queue refuses. */
export const mongoKeptMessages = ({
  db,
  answers: { answer, findAll },
}: {
  readonly db: DriverDb;
  readonly answers: RecordAnswers;
}): KeptMessages => {
  const messages = db.collection(KEPT_MESSAGES);
  return {
    keepMessage: async ({ id, site, at, body }) => {
      const document = { _id: id, siteId: site, at: new Date(at), body };
      await answer('keep a message', () => messages.insertMany([document], { ordered: false }));
    },
    keptMessages: async (site, { before, limit, except = [] }) => {
      const filter = { siteId: site, at: { $lt: new Date(before) }, _id: { $nin: [...except] } };
      const found = await findAll('give kept messages', messages, filter, { sort: { at: 1 }, limit });
      return found.map(({ _id, siteId, at, body }) => ({
        id: String(_id),
        site: siteId as SiteId,
        at: (at as Date).getTime(),
        body: String(body),
      }));
    },
    dropMessages: async (ids) => {
      await answer('drop kept messages', () => messages.deleteMany({ _id: { $in: [...ids] } }));
    },
  };
};
