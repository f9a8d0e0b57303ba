import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/writer/createHandler.ts';
import { QUEUE_SETTINGS, RECORD_TIMEOUT_MS } from '../../functions/writer/queueSettings.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { SessionId } from '../../src/domain/ids.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, MINUTE, SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import { memoryDb } from '../writer/memoryDb.ts';

interface Queued {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  received: number;
}

/** A queue in virtual time, as SQS and its event source treat a function that throws or reports failures. */
const virtualQueue = ({ maxReceiveCount, visibilityTimeoutSeconds, batchSize }: Settings) => {
  const messages: Queued[] = [];
  const redriven: Queued[] = [];
  const remove = (gone: Queued) => void messages.splice(messages.indexOf(gone), 1);
  return {
    redriven,
    messages,
    send: (body: string, atMs: number) =>
      void messages.push({ id: `m${messages.length}-${atMs}`, body, visibleAt: atMs, received: 0 }),
    /** One round of the event source: everything visible, in batches. */
    deliver: async (nowMs: number, handler: ReturnType<typeof createHandler>) => {
      const visible = messages.filter(({ visibleAt }) => visibleAt <= nowMs);
      for (let from = 0; from < visible.length; from += batchSize) {
        const batch = visible.slice(from, from + batchSize).filter((message) => {
          if (message.received < maxReceiveCount) return true;
          remove(message);
          redriven.push(message);
          return false;
        });
        for (const message of batch) {
          message.received += 1;
          message.visibleAt = nowMs + visibilityTimeoutSeconds * 1_000;
        }
        const Records = batch.map(({ id, body }) => ({ messageId: id, body }));
        const failed = await handler({ Records } as SQSEvent).then(
          ({ batchItemFailures }) => new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)),
          () => new Set(Records.map(({ messageId }) => messageId)),
        );
        for (const message of batch) if (!failed.has(message.id)) remove(message);
      }
    },
  };
};
type Settings = { readonly [F in 'maxReceiveCount' | 'visibilityTimeoutSeconds' | 'batchSize']: number };

/** A message every ten seconds, one in twenty of them broken, while the record is down for so long. */
const liveThrough = async (outageMs: number, settings: Settings = QUEUE_SETTINGS) => {
  let nowMs = 0;
  const db = memoryDb(async () => {
    if (nowMs < outageMs) throw new Error('connection refused');
  });
  const buried: string[] = [];
  const handler = createHandler({
    record: mongoRecordStore({ db }),
    deadLetters: { send: async (body) => void buried.push(body) },
    sites: [SITE],
    log: keptLog(),
  });
  const queue = virtualQueue(settings);
  let sent = 0;
  const endMs = outageMs + 2 * settings.visibilityTimeoutSeconds * 1_000;
  for (; nowMs <= endMs; nowMs += 10_000) {
    if (nowMs < outageMs) {
      const event = eventOf('page_view', { id: `at-${nowMs}`, session: `s${sent % 7}` as SessionId });
      queue.send(sent % 20 === 0 ? 'broken' : JSON.stringify(messageOf([event])), nowMs);
      sent += 1;
    }
    await queue.deliver(nowMs, handler);
  }
  return { queue, buried, sent, stored: await db.collection(EVENTS).countDocuments({}) };
};

describe('an outage of the record', () => {
  it('of 30 minutes loses nothing and drains nothing to the dead letters', async () => {
    const { queue, buried, sent, stored } = await liveThrough(30 * MINUTE);
    const broken = sent / 20;
    expect(queue.redriven).toEqual([]);
    expect(queue.messages).toEqual([]);
    expect(stored).toBe(sent - broken);
    // However often it was delivered together with others that could not be written.
    expect(buried).toEqual(Array.from({ length: broken }, () => 'broken'));
  });

  it('of two hours neither', async () => {
    expect((await liveThrough(120 * MINUTE)).queue.redriven).toEqual([]);
  });

  it('would drain to the dead letters with the five deliveries that are usual', async () => {
    const { queue } = await liveThrough(30 * MINUTE, { ...QUEUE_SETTINGS, maxReceiveCount: 5 });
    expect(queue.redriven.length).toBeGreaterThan(0);
  });
});

describe("the queue's settings", () => {
  it('leave the visibility timeout six times what a run may take, and a run time for its commands', () => {
    const { functionTimeoutSeconds, visibilityTimeoutSeconds } = QUEUE_SETTINGS;
    expect(visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * functionTimeoutSeconds);
    expect(3 * RECORD_TIMEOUT_MS).toBeLessThan(functionTimeoutSeconds * 1_000);
  });
});
