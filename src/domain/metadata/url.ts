import { remember } from '../remember.ts';
import { isClickId, isUtmParameter, keptValues } from './campaign.ts';
import { redact } from './redact.ts';

export { cleanText } from './text.ts';

/** A stored URL's largest length, in characters. */
export const MAX_URL_LENGTH = 2_000;
/** A stored path's largest length, in characters. */
export const MAX_PATH_LENGTH = 1_000;
/** The largest length of one kept query parameter, in UTF-16 code units before encoding. */
export const MAX_PARAMETER_LENGTH = 500;
/** How many URLs a process remembers the scrubbing of: at most some megabytes, whatever a client sends. */
const REMEMBERED_URLS = 300;
/** RFC 1035, section 2.3.4. */
const MAX_HOST_LENGTH = 253;

/** An http(s) URL, or absent where the text is none. */
export const parseHttpUrl = (text: string | undefined): URL | undefined => {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.hostname.length > MAX_HOST_LENGTH ? undefined : url;
};

const PATH_ONLY = 'http://path.invalid';
/** A page by its URL or by its path (`/shoes?page=2`), or absent where the text is neither. */
export const parsePage = (text: string | undefined): URL | undefined =>
  parseHttpUrl(text?.startsWith('/') ? `${PATH_ONLY}${text}` : text);
/** Whether {@link parsePage} was given a path only. */
export const isPathOnly = (page: URL): boolean => page.origin === PATH_ONLY;

/** Half of a character's percent encoding, where a cut went through it. */
const CUT_ENCODING = /%[0-9a-f]?$|%[c-f][0-9a-f](?:%[89ab][0-9a-f]){0,2}%?[0-9a-f]?$/i;

/** As {@link pathOf}, of a parsed URL. */
export const storedPath = (url: URL): string => {
  const path = url.pathname.split('/').map(redact).join('/');
  if (path.length <= MAX_PATH_LENGTH) return path;
  const cut = new URL(url.origin);
  // Assigned, not pasted: a cut may end in `/..`, which must be resolved.
  cut.pathname = path.slice(0, MAX_PATH_LENGTH).replace(CUT_ENCODING, '');
  return cut.pathname;
};

/**
 * The path of a URL (or of a path with a query), percent-encoded, without query, at most {@link MAX_PATH_LENGTH}
 * characters; segments that hold an e-mail address or a token are redacted. Absent for what is neither.
 */
export const pathOf = (page: string | undefined): string | undefined => {
  const url = parsePage(page);
  return url && storedPath(url);
};

/** As {@link scrubUrl}, of a parsed http(s) URL. */
export const storedUrl = (url: URL, keptParameters: readonly string[]): string => {
  let scrubbed = `${url.protocol}//${url.host}${storedPath(url)}`;
  let separator = '?';
  const kept = keptValues({
    parameters: url.searchParams,
    keeps: (name) => isUtmParameter(name) || isClickId(name) || keptParameters.includes(name),
    maxLength: MAX_PARAMETER_LENGTH,
  });
  for (const entry of kept) {
    const parameter = `${separator}${new URLSearchParams([entry])}`;
    if (scrubbed.length + parameter.length > MAX_URL_LENGTH) continue;
    scrubbed += parameter;
    separator = '&';
  }
  return scrubbed;
};

/**
 * A URL fit to be stored: http(s) only, no user info, no fragment, and of its query only UTM parameters, click ids and
 * the site's kept parameters (design, section 2, Privacy), each once. E-mail addresses and tokens are redacted wherever
 * they stand. At most {@link MAX_URL_LENGTH} characters: parameters that do not fit are left out. Absent for what is no URL.
 */
export const scrubUrl = (raw: string | undefined, keptParameters: readonly string[]): string | undefined =>
  raw === undefined ? undefined : scrubberFor(keptParameters)(raw);

/** A shop's pages are few and its visitors many: the last answers are remembered, for each site's list of parameters. */
const scrubbers = new WeakMap<readonly string[], (raw: string) => string | undefined>();

const scrubberFor = (keptParameters: readonly string[]): ((raw: string) => string | undefined) => {
  const known = scrubbers.get(keptParameters);
  if (known) return known;
  const scrubber = remember(
    (raw) => {
      const url = parseHttpUrl(raw);
      return url && storedUrl(url, keptParameters);
    },
    { maxEntries: REMEMBERED_URLS },
  );
  scrubbers.set(keptParameters, scrubber);
  return scrubber;
};

const ANDROID_APP = /^android-app:\/\/([a-z][\w]*(?:\.[\w]+)+)(?:[/?#]|$)/i;

/** The Android app (`com.google.android.gm`) that a referrer names, or absent where it names none. */
export const androidAppOf = (referrer: string): string | undefined => {
  const app = ANDROID_APP.exec(referrer)?.[1]?.toLowerCase();
  return app === undefined || app.length > MAX_HOST_LENGTH ? undefined : app;
};

/**
 * A referrer fit to be stored: as {@link scrubUrl}, or `android-app://` and the app's name, which alone says where a
 * visitor of Android's Google or mail app came from.
 */
export const scrubReferrer = (
  raw: string | undefined,
  keptParameters: readonly string[],
): string | undefined => {
  const app = raw === undefined ? undefined : androidAppOf(raw);
  return app === undefined ? scrubUrl(raw, keptParameters) : `android-app://${app}`;
};
