/** A file holds what no crash can have left: it stays as it is, for a human to look at. */
export class LogCorrupted extends Error {
  override readonly name = 'LogCorrupted';
  readonly path: string;
  /** Byte at which the first bad record begins; absent where the whole file is what is wrong. */
  readonly offset: number | undefined;

  constructor(where: { path: string; offset?: number; reason: string }, options?: ErrorOptions) {
    const at = where.offset === undefined ? '' : ` at byte ${where.offset}`;
    super(`${where.path} is corrupted${at}: ${where.reason}`, options);
    this.path = where.path;
    this.offset = where.offset;
  }
}

/** The log takes no more appends: a write to it failed (see `cause`), or it was closed. */
export class LogUnusable extends Error {
  override readonly name = 'LogUnusable';
}

/** A rewrite failed (see `cause`) before it took effect: the log is as it was, and usable. */
export class LogRewriteFailed extends Error {
  override readonly name = 'LogRewriteFailed';
}
