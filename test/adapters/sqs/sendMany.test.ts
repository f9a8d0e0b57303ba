import { expect, test } from 'vitest';
import { AwsFault } from '../../../src/adapters/aws/AwsFault.ts';
import { sendManyBySqs } from '../../../src/adapters/sqs/sendMany.ts';

interface Call {
  readonly action: string;
  readonly bodies: readonly string[];
}
interface Payload {
  readonly MessageBody: string;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
}
const CONFIRMED = { MessageId: 'id' };

/** A `sendMany` over a transport that answers as the test wants. */
const over = (answer: (call: Call, count: number) => unknown) => {
  const seen: Call[] = [];
  const sendMany = sendManyBySqs({
    queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/events',
    retry: { maxTries: 3, callTimeoutMs: 100, backoffMs: 1 },
    calls: {
      call: async (action, json) => {
        const payload: Payload = JSON.parse(json);
        const bodies = payload.Entries?.map(({ MessageBody }) => MessageBody) ?? [payload.MessageBody];
        seen.push({ action, bodies });
        return answer({ action, bodies }, seen.length);
      },
      close: () => undefined,
    },
  });
  const send = async (bodies: readonly string[]) =>
    (await sendMany(bodies, performance.now() + 10_000)).map((outcome) => outcome?.code ?? 'sent');
  return { seen, send };
};
const successful = (...ids: number[]) => ids.map((id) => ({ Id: String(id) }));

test('one message is a SendMessage', async () => {
  const { seen, send } = over(() => CONFIRMED);
  expect(await send(['a'])).toEqual(['sent']);
  expect(seen).toEqual([{ action: 'SendMessage', bodies: ['a'] }]);
});

test('an entry that failed by the server goes once more, alone; one that is at fault itself does not', async () => {
  const { seen, send } = over(({ action }) =>
    action === 'SendMessage'
      ? CONFIRMED
      : {
          Successful: successful(0, 2),
          Failed: [
            { Id: '1', SenderFault: false, Code: 'InternalError' },
            { Id: '3', SenderFault: true, Code: 'InvalidMessageContents' },
          ],
        },
  );
  expect(await send(['a', 'b', 'c', 'd'])).toEqual(['sent', 'sent', 'sent', 'InvalidMessageContents']);
  expect(seen.map(({ bodies }) => bodies)).toEqual([['a', 'b', 'c', 'd'], ['b']]);
});

test('a batch that is refused as a whole goes message by message', async () => {
  const { send } = over(({ action, bodies }) => {
    if (action === 'SendMessage' && bodies[0] !== 'bad') return CONFIRMED;
    throw new AwsFault({ code: 'InvalidMessageContents', message: 'no', retryable: false });
  });
  expect(await send(['a', 'bad', 'c'])).toEqual(['sent', 'InvalidMessageContents', 'sent']);
});

test('an entry that the answer does not name is not taken for sent', async () => {
  const { seen, send } = over(() => ({ Successful: successful(0) }));
  expect(await send(['a', 'b'])).toEqual(['sent', 'NotConfirmed']);
  expect(seen.at(-1)?.bodies).toEqual(['b']);
});

test('an answer that names no message id is not taken for one of SQS', async () => {
  const { seen, send } = over(() => ({ hello: 'captive portal' }));
  expect(await send(['a'])).toEqual(['NotConfirmed']);
  expect(seen).toHaveLength(3);
});
