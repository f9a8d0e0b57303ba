import { describe, expect, it } from 'vitest';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { SessionId, SiteId } from '../../src/domain/ids.ts';
import { type RecordStore, RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, SITE, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb } from './memoryDb.ts';

/** A writer over a record in memory, with the commands that it gave. */
const arrange = (replaced: Partial<RecordStore> = {}) => {
  const commands: string[] = [];
  const db = memoryDb(async () => undefined);
  const counted = (name: string) => {
    const collection = db.collection(name);
    const noted =
      <Args extends readonly unknown[], Result>(command: string, run: (...args: Args) => Result) =>
      (...args: Args): Result => {
        commands.push(`${name}.${command}`);
        return run(...args);
      };
    return {
      ...collection,
      insertMany: noted('insertMany', collection.insertMany),
      bulkWrite: noted('bulkWrite', collection.bulkWrite),
      find: noted('find', collection.find),
    };
  };
  const record = { ...mongoRecordStore({ db: { ...db, collection: counted } }), ...replaced };
  const log = keptLog();
  return { commands, record, log, write: writeMessages({ record, sites: [SITE], log }) };
};

const messageIn = (session: string, pageViews: number) => {
  const parts = { session: session as SessionId };
  return messageOf([
    startOf({}, parts),
    ...Array.from({ length: pageViews }, () => eventOf('page_view', { ...parts, path: '/' })),
  ]);
};
const keyOf = ({ session: { site, browser, id } }: ReturnType<typeof messageIn>) => ({ site, browser, id });
const THREE_COMMANDS = ['session_events.insertMany', 'session_events.find', 'sessions.bulkWrite'];

describe('the writer', () => {
  it('makes sessions of messages', async () => {
    const { write, record } = arrange();
    const message = messageIn('s1', 3);
    expect(await write([message])).toEqual({ inserted: 4, duplicates: 0, sessions: 1, refused: [] });
    expect(await record.findSession(keyOf(message))).toMatchObject({ pageViews: 3, eventsSeen: 4 });
  });

  it('gives three commands a batch, whatever its size', async () => {
    const { write, commands, record } = arrange();
    const messages = Array.from({ length: 60 }, (_, index) => messageIn(`s${index % 25}`, index % 4));
    await write(messages);
    expect(commands).toEqual(THREE_COMMANDS);
    await write([messageIn('s0', 1)]);
    expect(commands).toEqual([...THREE_COMMANDS, ...THREE_COMMANDS]);
    expect(await record.recentSessions(SITE.id, 100)).toHaveLength(25);
  });

  it('gives one command more where it has nothing new to say, and changes nothing', async () => {
    const { write, commands, record } = arrange();
    const message = messageIn('s1', 2);
    await write([message]);
    const before = await record.findSession(keyOf(message));
    commands.length = 0;
    expect(await write([message, message])).toMatchObject({ inserted: 0, duplicates: 6 });
    expect(commands).toEqual([...THREE_COMMANDS, 'sessions.bulkWrite']);
    expect(await record.findSession(keyOf(message))).toEqual(before);
  });

  it('gives no command for an empty batch', async () => {
    const { write, commands } = arrange();
    expect(await write([])).toEqual({ inserted: 0, duplicates: 0, sessions: 0, refused: [] });
    expect(commands).toEqual([]);
  });

  it('refuses a message of a site that is not served, and writes the others', async () => {
    const { write, record } = arrange();
    const good = messageIn('s1', 1);
    const foreign = { ...good, session: { ...good.session, site: 'other' as SiteId } };
    expect(await write([foreign, good])).toMatchObject({
      inserted: 2,
      refused: [{ index: 0, reason: 'the message is of a site that is not served' }],
    });
    expect(await record.findSession(keyOf(good))).toBeDefined();
  });

  it.each(['insertEvents', 'eventsOfSessions', 'saveSessions'] as const)(
    'rejects where the record fails at %s',
    async (command) => {
      const outage = new RecordUnavailable('down');
      const { write } = arrange({ [command]: () => Promise.reject(outage) });
      await expect(write([messageIn('s1', 1)])).rejects.toBe(outage);
    },
  );

  it('logs counts, and nothing of the visitors', async () => {
    const { write, log } = arrange();
    await write([messageIn('s1', 1)]);
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'messages written',
        fields: { messages: 1, refused: 0, inserted: 2, duplicates: 0, sessions: 1 },
      },
    ]);
  });
});
