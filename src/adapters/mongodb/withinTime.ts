/**
 * Waits for an answer no longer than `timeoutMs`. What comes later is not waited for, and not lost track of either:
 * every command of the record may be repeated.
 * @throws an Error that says so where the time is up, else whatever the operation throws
 */
export const withinTime = async <T>(operation: Promise<T>, timeoutMs: number | undefined): Promise<T> => {
  if (timeoutMs === undefined) return operation;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([operation, timeUp]);
  } finally {
    clearTimeout(timer);
  }
};
