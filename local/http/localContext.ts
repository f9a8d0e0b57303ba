import type { Context } from 'aws-lambda';

const NAME = 'footfall-local';
/** As long as an HTTP API waits for its Lambda (its quotas: 30 s). */
const TIME_LIMIT_MS = 30_000;

const unsupported = (): never => {
  throw new Error('context.done, fail and succeed are gone since Node 24: return a promise');
};

/** What Lambda tells a handler about its own run. */
export const localContext = (awsRequestId: string, startedAtMs: number, now: () => number): Context => ({
  awsRequestId,
  callbackWaitsForEmptyEventLoop: false,
  functionName: NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${NAME}`,
  logGroupName: NAME,
  logStreamName: NAME,
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => startedAtMs + TIME_LIMIT_MS - now(),
  done: unsupported,
  fail: unsupported,
  succeed: unsupported,
});
