/** A browser's cookies, by the simulated clock: one whose Max-Age has passed is not sent. */
export interface CookieJar {
  /** The `cookie` header of a request for a path at an instant, or absent. */
  header(path: string, nowMs: number): string | undefined;
  /** Takes an answer's `set-cookie` lines. */
  store(lines: readonly string[], nowMs: number): void;
}

interface Kept {
  readonly value: string;
  readonly path: string;
  readonly expiresAtMs: number;
}

const MAX_AGE = /;\s*max-age=(-?\d+)/i;
const PATH = /;\s*path=([^;]*)/i;

/** RFC 6265, section 5.1.4. */
const isUnder = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

export const createCookieJar = (): CookieJar => {
  const cookies = new Map<string, Kept>();
  return {
    header: (path, nowMs) => {
      const sent: string[] = [];
      for (const [name, kept] of cookies) {
        if (kept.expiresAtMs <= nowMs) cookies.delete(name);
        else if (isUnder(path, kept.path)) sent.push(`${name}=${kept.value}`);
      }
      return sent.length === 0 ? undefined : sent.join('; ');
    },
    store: (lines, nowMs) => {
      for (const line of lines) {
        const [pair = ''] = line.split(';', 1);
        const at = pair.indexOf('=');
        const maxAgeS = MAX_AGE.exec(line)?.[1];
        const expiresAtMs =
          maxAgeS === undefined ? Number.POSITIVE_INFINITY : nowMs + Number(maxAgeS) * 1_000;
        const path = PATH.exec(line)?.[1] ?? '/';
        cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), path, expiresAtMs });
      }
    },
  };
};
