import type { ACCESS_LOG_FIELDS } from '../../lib/api/Api.ts';

/** CloudWatch Logs counts so much for each line besides its text ("Amazon CloudWatch pricing"). */
const LINE_OVERHEAD_BYTES = 26;

/** What API Gateway writes for a tracked request. */
const LINE: { readonly [Field in keyof typeof ACCESS_LOG_FIELDS | 'route']: string } = {
  requestId: 'JKJaXmPLvHcESHA=',
  time: '1795348800000',
  method: 'POST',
  status: '200',
  latencyMs: '14',
  route: 'ANY /track',
};

/** Bytes of a line of the API's access log, as CloudWatch Logs bills them. */
export const accessLogBytes = (): number => Buffer.byteLength(JSON.stringify(LINE)) + LINE_OVERHEAD_BYTES;
