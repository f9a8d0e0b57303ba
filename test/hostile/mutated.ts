import fc from 'fast-check';
import { HOSTILE_TEXTS } from './corpus/texts.ts';
import { HOSTILE_VALUES } from './corpus/values.ts';
import { placesOf } from './placesOf.ts';

const MAX_MUTATIONS = 4;

type Mutation = (text: string) => string;

const at = (text: string, share: number): number => Math.floor(share * (text.length + 1));
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** What is pasted in: the corpus' short texts, what structures are made of, and anything at all. */
const pasted = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS.filter(({ length }) => length <= 300)),
  fc.constantFrom(
    ...'{}[]",:.;=\\/ -_\0\n',
    '\\u0000',
    '\\ud800',
    '1e999',
    '"__proto__":',
    '"$ne":',
    'null',
    '"events":[',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, pasted).map(
    ([where, text]): Mutation =>
      (whole) => {
        const index = at(whole, where);
        return whole.slice(0, index) + text + whole.slice(index);
      },
  ),
  fc.tuple(share, share).map(
    ([from, length]): Mutation =>
      (whole) => {
        const index = at(whole, from);
        return whole.slice(0, index) + whole.slice(index + Math.ceil(length * 20));
      },
  ),
  fc.tuple(share, fc.nat({ max: 7 })).map(
    ([where, bit]): Mutation =>
      (whole) => {
        const index = Math.min(at(whole, where), whole.length - 1);
        if (index < 0) return whole;
        return (
          whole.slice(0, index) +
          String.fromCharCode(whole.charCodeAt(index) ^ (1 << bit)) +
          whole.slice(index + 1)
        );
      },
  ),
  fc.tuple(share, share).map(
    ([from, to]): Mutation =>
      (whole) =>
        whole + whole.slice(at(whole, from), at(whole, to)),
  ),
  share.map(
    (where): Mutation =>
      (whole) =>
        whole.slice(0, at(whole, where)),
  ),
);

/** One of the texts, changed in a few places. */
export const mutated = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: MAX_MUTATIONS }))
    .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), text));

/** One of the JSON texts, changed as a text, or with one of its values replaced: so that much of it is JSON still. */
export const mutatedJson = (texts: readonly string[]): fc.Arbitrary<string> => {
  const places = texts.flatMap((text) => placesOf(JSON.parse(text)));
  const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 30 }));
  const json = fc.oneof(
    text.map((value) => JSON.stringify(value)),
    fc.constantFrom(...HOSTILE_VALUES),
    fc.json({ maxDepth: 2 }),
  );
  return fc.oneof(
    mutated(texts),
    fc.tuple(fc.constantFrom(...places), json).map(([place, value]) => place.filled(value)),
  );
};
