import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/writer/createHandler.ts';
import { writerEnvironment } from '../../functions/writer/environment.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { QueueUnavailable } from '../../src/ports/EventQueue.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb } from '../writer/memoryDb.ts';

const arrange = ({ recordUp = true, deadLettersUp = true } = {}) => {
  const letters: { body: string; reason: string }[] = [];
  const record = mongoRecordStore({
    db: memoryDb(async () => {
      if (!recordUp) throw new Error('connection refused');
    }),
  });
  const log = keptLog();
  const handler = createHandler({
    record,
    deadLetters: {
      send: async (body, reason) => {
        if (!deadLettersUp) throw new QueueUnavailable('down');
        letters.push({ body, reason });
      },
    },
    sites: [SITE],
    log,
  });
  const deliver = (...bodies: readonly string[]) =>
    handler({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) } as SQSEvent);
  return { deliver, letters, record, log };
};

const bodyOf = (id: string, site: string = SITE.id) =>
  JSON.stringify(messageOf([eventOf('page_view', { id, path: '/' })])).replaceAll(SITE.id, site);

describe('the writer behind its queue', () => {
  it('reports nothing where all is written', async () => {
    const { deliver, letters, record } = arrange();
    expect(await deliver(bodyOf('a'), bodyOf('b'))).toEqual({ batchItemFailures: [] });
    expect(letters).toEqual([]);
    expect(await record.recentSessions(SITE.id, 10)).toMatchObject([{ pageViews: 2 }]);
  });

  it('sends what no retry can help to the dead letters at once, with the reason, and writes the rest', async () => {
    const { deliver, letters, record, log } = arrange();
    const foreign = bodyOf('c', 'nowhere');
    expect(await deliver('{"v":9}', bodyOf('a'), foreign, '')).toEqual({ batchItemFailures: [] });
    expect(letters).toEqual([
      { body: '{"v":9}', reason: 'the message "v" must be one of 1' },
      { body: foreign, reason: 'the message is of a site that is not served' },
      { body: '', reason: 'the message is not JSON' },
    ]);
    expect(await record.recentSessions(SITE.id, 10)).toMatchObject([{ pageViews: 1 }]);
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'message refused',
      fields: { messageId: 'm0', reason: 'the message "v" must be one of 1' },
    });
  });

  it('asks for a refused message again where the dead letters do not take it, and for no other', async () => {
    const { deliver } = arrange({ deadLettersUp: false });
    expect(await deliver(bodyOf('a'), 'broken')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('throws where the record is down, so that the whole batch comes again, and buries nothing', async () => {
    const { deliver, letters, log } = arrange({ recordUp: false });
    await expect(deliver(bodyOf('a'), 'broken')).rejects.toThrow(RecordUnavailable);
    expect(letters).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { messages: 2 } }]);
  });

  it('logs no body', async () => {
    const { deliver, log } = arrange({ deadLettersUp: false });
    await deliver('{"secret":"hunter2"}', bodyOf('a').replace('"/"', '"hunter2"'));
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });
});

describe("the writer's environment", () => {
  const whole = { MONGODB_URI: 'mongodb://db', DLQ_URL: 'https://queue/dlq' };

  it('names the record, the dead letters and the sites', () => {
    const { sites, ...urls } = writerEnvironment({ ...whole, SITES: JSON.stringify([SITE]) });
    expect(urls).toEqual({ mongodbUri: 'mongodb://db', deadLettersUrl: 'https://queue/dlq' });
    expect(sites).toEqual([SITE]);
  });

  it.each(['MONGODB_URI', 'DLQ_URL'])('is refused at start without %s', (name) => {
    expect(() => writerEnvironment({ ...whole, [name]: '' })).toThrow(
      new ConfigurationError(`${name} is missing.`),
    );
  });
});
