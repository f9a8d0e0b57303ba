import * as v from 'valibot';
import { operation } from '../http/Operation.ts';

/** This documentation, for programs. */
export const openApiOperation = operation({
  method: 'GET',
  path: '/api/openapi.json',
  id: 'openapi',
  summary: 'This document.',
  access: 'anyone',
  ofSite: false,
  query: v.strictObject({}),
  body: undefined,
  answer: v.looseObject({ openapi: v.literal('3.1.0') }),
});
