import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsFault } from '../../../src/adapters/aws/AwsFault.ts';
import { coalesced } from '../../../src/adapters/sqs/coalesced.ts';
import type { Outcome, SendMany } from '../../../src/adapters/sqs/sendMany.ts';
import { MAX_BATCH_ENTRIES, MAX_SEND_BYTES } from '../../../src/adapters/sqs/sqsLimits.ts';
import { QueueUnavailable } from '../../../src/ports/EventQueue.ts';

const LIMITS = { maxInFlight: 2, budgetMs: 1_000, maxWaiting: 10_000 };
const fault = new AwsFault({ code: 'Refused', message: 'as the test wants', retryable: false });
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
  test('a lone message leaves alone, at the end of the turn that brought it, and so does the next', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 1 });
    for (const body of ['a', 'b']) {
      const sending = send(body);
      await settled();
      expect(calls.at(-1)?.bodies).toEqual([body]);
      calls.at(-1)?.end();
      await sending;
    }
    expect(calls).toHaveLength(2);
  });

  test('what one turn of the event loop brings leaves together', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS });
    const sendings = ['a', 'b', 'c'].map(send);
    await settled();
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a', 'b', 'c']]);
    calls[0]?.end();
    await Promise.all(sendings);
  });

  test('with two calls under way the next waits until it is full, or until one of them is answered', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 4 });
    const sendings: Promise<void>[] = [];
    const sendInATurn = async (...bodies: string[]): Promise<void> => {
      sendings.push(...bodies.map(send));
      await settled();
    };
    await sendInATurn('a');
    await sendInATurn('b');
    await sendInATurn('c', 'd');
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a'], ['b']]);
    calls[1]?.end();
    await settled();
    expect(calls[2]?.bodies).toEqual(['c', 'd']);
    const full = Array.from({ length: MAX_BATCH_ENTRIES }, (_, index) => `full ${index}`);
    await sendInATurn(...full, 'one more');
    expect(calls.slice(3).map(({ bodies }) => bodies)).toEqual([full]);
    for (const call of calls) call.end();
    await settled();
    calls.at(-1)?.end();
    await Promise.all(sendings);
    expect(calls.at(-1)?.bodies).toEqual(['one more']);
  });

  test('sends each message alone where a call may hold only one', async () => {
    const { calls, sendMany } = heldTransport();
    const send = coalesced({ sendMany, ...LIMITS, maxInFlight: 10, maxBatch: 1 });
    const sendings = ['a', 'b', 'c'].map(send);
    await settled();
    expect(calls.map(({ bodies }) => bodies)).toEqual([['a'], ['b'], ['c']]);
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
    await settled();
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
    const sendings = [send('under way')];
    await settled();
    sendings.push(send('waits'));
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
