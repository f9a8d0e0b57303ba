/** Error codes of Redis and Valkey to who has no password, or a wrong one (`AUTH`). */
const REFUSALS = /^(NOAUTH|WRONGPASS)\b/;

/** What an error was thrown for: of a cluster none of whose nodes answers, ioredis says it in a field of its own. */
const reasonsOf = ({ cause, lastNodeError }: Error & { readonly lastNodeError?: unknown }): unknown[] => [
  cause,
  lastNodeError,
];

/** The refusal of our password that an error is, or was thrown for; `undefined` of any other error. */
export const redisRefusal = (error: unknown): Error | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (REFUSALS.test(error.message)) return error;
  for (const reason of reasonsOf(error)) {
    const refusal = redisRefusal(reason);
    if (refusal) return refusal;
  }
  return undefined;
};
