import type { Log } from '../../src/ports/Log.ts';

/** A log that keeps its messages, each with its level before it. */
export const createLog = (): Log & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
};
