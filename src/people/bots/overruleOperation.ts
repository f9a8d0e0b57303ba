import * as v from 'valibot';
import { operation } from '../../analytics/http/Operation.ts';
import { siteParameter } from '../../analytics/wire/parameters.ts';

const MAX_ID_LENGTH = 256;
const MAX_NOTE_LENGTH = 500;

const text = (maxLength: number) => {
  const fault = `must be a text of 1 to ${maxLength} characters`;
  return v.pipe(v.string(fault), v.minLength(1, fault), v.maxLength(maxLength, fault));
};

export const overruleOperation = operation({
  method: 'POST',
  path: '/api/admin/bots/verdicts',
  id: 'overruleBotVerdict',
  summary: 'Say of a session that it is a bot’s, or a person’s.',
  description:
    'The last word counts, above all rules, also changed ones. The numbers of its hour follow within minutes; those of a sealed day do not.',
  access: 'staff',
  ofSite: true,
  query: v.strictObject(siteParameter),
  body: v.strictObject({
    sessionId: text(MAX_ID_LENGTH),
    browserId: v.optional(
      v.pipe(text(MAX_ID_LENGTH), v.description('Where it is given, the session must be of that browser.')),
    ),
    bot: v.boolean('must be true or false'),
    note: v.optional(v.pipe(text(MAX_NOTE_LENGTH), v.description('Why; kept with the session’s events.'))),
  }),
  answer: v.object({ ok: v.literal(true) }),
  faults: [403, 404, 409, 413, 415],
});
