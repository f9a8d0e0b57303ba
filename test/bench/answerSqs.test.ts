import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answerSqs } from '../../bench/sink/answerSqs.ts';

const answered = (action: string, input: object) => {
  const answer = answerSqs(
    { target: `AmazonSQS.${action}`, payload: JSON.stringify({ QueueUrl: 'http://queue', ...input }) },
    () => 'an id',
  );
  return { ...answer, body: JSON.parse(answer.body) };
};
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('the sink that stands for SQS', () => {
  it('answers a message with the MD5 of its body', () => {
    expect(answered('SendMessage', { MessageBody: 'grüße' })).toEqual({
      status: 200,
      body: { MessageId: 'an id', MD5OfMessageBody: md5('grüße') },
      taken: 1,
    });
  });

  it('answers each entry of a batch, and counts them all', () => {
    const { body, taken } = answered('SendMessageBatch', {
      Entries: [
        { Id: '0', MessageBody: 'one' },
        { Id: '1', MessageBody: 'two' },
      ],
    });
    expect(taken).toBe(2);
    expect(body).toEqual({
      Successful: [
        { Id: '0', MessageId: 'an id', MD5OfMessageBody: md5('one') },
        { Id: '1', MessageId: 'an id', MD5OfMessageBody: md5('two') },
      ],
      Failed: [],
    });
  });

  it('refuses what SQS refuses, and counts none of it', () => {
    const eleven = Array.from({ length: 11 }, (_, index) => ({ Id: String(index), MessageBody: 'x' }));
    const twice = [
      { Id: '0', MessageBody: 'x' },
      { Id: '0', MessageBody: 'x' },
    ];
    for (const refused of [
      answered('SendMessage', {}),
      answered('SendMessageBatch', { Entries: [] }),
      answered('SendMessageBatch', { Entries: eleven }),
      answered('SendMessageBatch', { Entries: twice }),
      answered('ReceiveMessage', {}),
    ]) {
      expect(refused).toMatchObject({ status: 400, taken: 0 });
    }
  });
});
