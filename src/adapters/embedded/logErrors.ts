/** The log holds bytes that nobody can have meant, with good records behind them: it is left as it is, for a human to look at. */
export class LogCorrupted extends Error {
  override readonly name = 'LogCorrupted';
  readonly path: string;
  /** Byte at which the first bad record begins. */
  readonly offset: number;

  constructor(where: { path: string; offset: number; reason: string }) {
    super(`${where.path} is corrupted at byte ${where.offset}: ${where.reason}`);
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
