import * as v from 'valibot';
import { operation } from '../http/Operation.ts';

const part = v.looseObject({ health: v.picklist(['up', 'down']) });

/** What is up; answered past the API's own checks, by a module that the cloud and the laptop share. */
export const healthOperation = operation({
  method: 'GET',
  path: '/health',
  id: 'health',
  summary: 'What is up, and what is degraded.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: undefined,
  answer: v.looseObject({
    status: v.picklist(['up', 'degraded']),
    hotSessions: part,
    record: part,
    metrics: part,
    queue: part,
  }),
});
