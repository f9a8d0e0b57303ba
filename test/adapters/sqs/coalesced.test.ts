import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coalesced } from '../../../src/adapters/sqs/coalesced.ts';
import { SqsFault } from '../../../src/adapters/sqs/SqsFault.ts';
import type { Outcome, SendMany } from '../../../src/adapters/sqs/sendMany.ts';
import { MAX_BATCH_ENTRIES, MAX_SEND_BYTES } from '../../../src/adapters/sqs/sqsLimits.ts';
import { QueueUnavailable } from '../../../src/ports/EventQueue.ts';

const LIMITS = { maxInFlight: 2, budgetMs: 1_000, maxWaiting: 10_000 };
const fault = new SqsFault({ code: 'Refused', message: 'as the test wants', retryable: false });
const isBad = (body: string): boolean => body.startsWith('bad');

/** A transport whose calls end when the test says so. */
const heldTransport = () => {
  const calls: { readonly bodies: readonly string[]; end(): void }[] = [];
  const sendMany: SendMany = (bodies) =>
    new Promise((resolve) => {
      calls.push({
        bodies,
        end: () => resolve(bodies.map((body): Outcome => (isBad(body) ? fault : undefined))),
      });
    });
  return { calls, sendMany };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('messages of concurrent requests', () => {
  test('a lone message leaves at once and alone, and so does the next', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 1 });
    for (const body of ['a', 'b']) {
      const sending = send(body);
      expect(calls.at(-1)?.bodies).toEqual([body]);
      calls.at(-1)?.end();
      await sending;
    }
    expect(calls).toHaveLength(2);
  });

  test('what comes while all calls are taken leaves together in the next', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS });
    const sendings = ['a', 'b', 'c', 'd', 'e'].map(send);
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a'], ['b']]);
    calls[1]?.end();
    await settled();
    expect(calls[2]?.bodies).toEqual(['c', 'd', 'e']);
    for (const call of calls) call.end();
    await Promise.all(sendings);
  });

  test('each message goes once, within the limits of a batch, in order, and hears its own outcome only', async () => {
    const body = fc
      .tuple(fc.boolean(), fc.integer({ min: 1, max: 120_000 }), fc.constantFrom('x', 'é'))
      .map(([bad, length, unit]) => `${bad ? 'bad' : 'good'} ${unit.repeat(length)}`);
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(body, { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (scheduler, bodies, maxInFlight) => {
          const departed: string[] = [];
          let inFlight = 0;
          const sendMany: SendMany = async (batch) => {
            expect(++inFlight).toBeLessThanOrEqual(maxInFlight);
            expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_ENTRIES);
            if (batch.length > 1)
              expect(Buffer.byteLength(batch.join(''))).toBeLessThanOrEqual(MAX_SEND_BYTES);
            departed.push(...batch);
            await scheduler.schedule(Promise.resolve(), 'a call');
            inFlight--;
            return batch.map((sent) => (isBad(sent) ? fault : undefined));
          };
          const send = coalesced({ sendMany, ...LIMITS, budgetMs: 60_000, maxInFlight });
          const sendings = bodies.map((text) =>
            send(text).then(
              () => 'sent',
              (error: QueueUnavailable) => error.cause,
            ),
          );
          await scheduler.waitFor(Promise.all(sendings));
          expect(departed).toEqual(bodies);
          expect(await Promise.all(sendings)).toEqual(bodies.map((text) => (isBad(text) ? fault : 'sent')));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a message that found no time is refused, and those behind it still leave', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 1, budgetMs: 60 });
    const first = send('first');
    const late = send('late');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const fresh = send('fresh');
    calls[0]?.end();
    await first;
    await expect(late).rejects.toThrow(QueueUnavailable);
    expect(calls[1]?.bodies).toEqual(['fresh']);
    calls[1]?.end();
    await fresh;
  });

  test('a message too many to wait is refused at once', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 1, maxWaiting: 1 });
    const sendings = [send('under way'), send('waits')];
    await expect(send('too many')).rejects.toThrow(QueueUnavailable);
    calls[0]?.end();
    await settled();
    calls[1]?.end();
    await Promise.all(sendings);
  });

  test('a bug in the transport fails the messages of its call, and the next ones leave', async () => {
    let broken = true;
    const sendMany: SendMany = async (bodies) => {
      if (broken) throw new TypeError('a bug');
      return bodies.map(() => undefined);
    };
    const send = coalesced({ sendMany, ...LIMITS });
    await expect(send('a')).rejects.toThrow(TypeError);
    broken = false;
    await send('b');
  });
});
