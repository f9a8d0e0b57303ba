import { describe, expect, it } from 'vitest';
import { createMemo } from '../../src/analytics/reading/createMemo.ts';

const counting = () => {
  const made: string[] = [];
  return {
    made,
    of:
      (key: string, bytes = 10) =>
      async () => {
        made.push(key);
        return { value: key.toUpperCase(), bytes };
      },
  };
};

describe('a memo', () => {
  it('makes a value once, for all who wait for it', async () => {
    const memo = createMemo({ maxBytes: 100 });
    const { made, of } = counting();
    const values = await Promise.all([memo.get('a', of('a')), memo.get('a', of('a'))]);
    expect([values, made]).toEqual([['A', 'A'], ['a']]);
  });

  it('forgets what was used least recently, and never holds more than it may', async () => {
    const memo = createMemo({ maxBytes: 30 });
    const { made, of } = counting();
    for (const key of ['a', 'b', 'c']) await memo.get(key, of(key));
    await memo.get('a', of('a'));
    await memo.get('d', of('d'));
    expect(memo.bytes()).toBe(30);
    await memo.get('a', of('a'));
    await memo.get('b', of('b'));
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('hands out what is too large for it, and does not keep it', async () => {
    const memo = createMemo({ maxBytes: 30 });
    const { made, of } = counting();
    await memo.get('a', of('a'));
    expect(await memo.get('big', of('big', 31))).toBe('BIG');
    expect(memo.bytes()).toBe(0);
    await memo.get('big', of('big', 31));
    expect(made).toEqual(['a', 'big', 'big']);
  });

  it('tries again after a failure, which all who waited have', async () => {
    const memo = createMemo({ maxBytes: 30 });
    const failing = () => Promise.reject(new Error('down'));
    const both = await Promise.allSettled([memo.get('a', failing), memo.get('a', failing)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await memo.get('a', counting().of('a'))).toBe('A');
  });
});
