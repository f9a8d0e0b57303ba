import { eventually } from '../../support/httpVisitor.ts';

/** A message travels in seconds; a cold start on a busy machine takes some more. */
const PATIENCE_MS = 30_000;

/**
 * Waits for what happens by itself, and gives what the check gives when it holds.
 * @param what it waits for, as the failure says it
 * @throws Error that says what was waited for and, as its cause, what was seen last
 */
export const until = async <T>(
  what: string,
  check: () => Promise<T>,
  timeoutMs = PATIENCE_MS,
): Promise<T> => {
  let found: { readonly value: T } | undefined;
  try {
    await eventually(async () => {
      found = { value: await check() };
    }, timeoutMs);
  } catch (cause) {
    throw new Error(`waited ${timeoutMs / 1_000} s for ${what}; last seen: ${(cause as Error).message}`, {
      cause,
    });
  }
  return (found as unknown as { readonly value: T }).value;
};
