/** Facts of a log line. Never addresses, cookies, tokens or whole user agents. */
export type LogFields = { readonly [field: string]: string | number | boolean | readonly string[] | Error };

/** Structured logs. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  critical(message: string, fields?: LogFields): void;
}

/** Whatever was thrown, as a log line's `error`. */
export const thrown = (cause: unknown): { readonly error: Error } => ({
  error: cause instanceof Error ? cause : new Error(String(cause)),
});
