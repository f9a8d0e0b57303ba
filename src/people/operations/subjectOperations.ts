import * as v from 'valibot';
import { operation } from '../../analytics/http/Operation.ts';
import { number } from '../../analytics/wire/metricsSchema.ts';
import { oneOf, siteParameter } from '../../analytics/wire/parameters.ts';

const text = v.string();
const documents = v.array(v.record(text, v.unknown()));
const counts = v.pipe(v.record(text, number), v.description('Documents, by kind.'));

const subjectQuery = v.strictObject({
  ...siteParameter,
  as: v.optional(
    v.pipe(
      oneOf('customer', 'visitor'),
      v.description('As what the id is meant, where a customer and another visitor have the same one.'),
    ),
  ),
});

const PATH = '/api/admin/visitors/{id}';
const WHOSE =
  'By the id of a visitor, of a browser (the visitor id that it was first given), or of a customer: one person, with all devices and all former visitor ids.';

const exported = v.object({
  site: text,
  exportedAt: text,
  ids: v.object({
    customers: v.array(text),
    visitors: v.array(text),
    browsers: v.array(text),
    sharedBrowsers: v.pipe(v.array(text), v.description('Browsers that somebody else used too.')),
  }),
  held: v.pipe(
    v.record(text, documents),
    v.description(
      'All documents, by kind, as they are stored; without passwords, cookies’ secrets and tokens.',
    ),
  ),
});

export const exportSubjectOperation = operation({
  method: 'GET',
  path: PATH,
  id: 'exportVisitor',
  summary: 'Everything that is held of one person, as one file.',
  description: `${WHOSE} What the metrics hold of the person is the number in \`visitors\`.`,
  access: 'staff',
  ofSite: true,
  query: subjectQuery,
  body: undefined,
  answer: exported,
  faults: [404, 409, 413],
});

const erased = v.object({
  erased: v.literal(true),
  counts,
  tombstones: v.pipe(
    number,
    v.description('Ids by which what is still under way is known to be this person’s.'),
  ),
  liveSessions: number,
});

export const eraseSubjectOperation = operation({
  method: 'DELETE',
  path: PATH,
  id: 'eraseVisitor',
  summary: 'Erases one person.',
  description: `${WHOSE} May be repeated: a repetition finishes what an outage left. The numbers stay what they are.`,
  access: 'staff',
  ofSite: true,
  query: subjectQuery,
  body: undefined,
  answer: erased,
  faults: [403, 404, 409],
});

const entry = v.object({
  at: text,
  action: v.picklist(['export', 'erase']),
  by: v.picklist(['password', 'token']),
  counts,
  tombstones: v.nullable(number),
  liveSessions: v.nullable(number),
});

const audited = v.object({ entries: v.pipe(v.array(entry), v.description('The newest first.')) });

export const auditOperation = operation({
  method: 'GET',
  path: '/api/admin/audit',
  id: 'audit',
  summary: 'The latest 100 exports and erasures: when, how the staff came in, how much. Not whose.',
  access: 'staff',
  ofSite: true,
  query: v.strictObject(siteParameter),
  body: undefined,
  answer: audited,
});
