/** A browser's cookies, by the simulated clock: one whose Max-Age has passed is not sent. */
export interface CookieJar {
  /** The `cookie` header at an instant, or absent. */
  header(nowMs: number): string | undefined;
  /** Takes an answer's `set-cookie` lines. */
  store(lines: readonly string[], nowMs: number): void;
}

interface Kept {
  readonly value: string;
  readonly expiresAtMs: number;
}

const MAX_AGE = /;\s*max-age=(-?\d+)/i;

export const createCookieJar = (): CookieJar => {
  const cookies = new Map<string, Kept>();
  return {
    header: (nowMs) => {
      const sent: string[] = [];
      for (const [name, { value, expiresAtMs }] of cookies) {
        if (expiresAtMs > nowMs) sent.push(`${name}=${value}`);
        else cookies.delete(name);
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
        cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), expiresAtMs });
      }
    },
  };
};
