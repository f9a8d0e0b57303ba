/** A request's headers, by lower-case name. */
export type HeaderLookup = (name: string) => string | undefined;

const CHROMIUM_HINT = /"(?:Chromium|HeadlessChrome)"; ?v="(\d+)/;
const CHROMIUM_USER_AGENT = /\bChrom(?:e|ium)\/(\d+)/;

/** `Sec-CH-UA-Platform`, and what a user agent of that platform says. Others say nothing certain. */
const PLATFORMS: ReadonlyMap<string, RegExp> = new Map([
  ['"Windows"', /Windows/],
  ['"macOS"', /Macintosh/],
  ['"Android"', /Android/],
  ['"Chrome OS"', /CrOS/],
  ['"Linux"', /Linux|X11/],
]);

/**
 * Whether the client hints (`Sec-CH-UA`, `-Mobile`, `-Platform`; W3C "User-Agent Client Hints") tell of another browser than
 * the user agent. A browser writes both from the same facts; who makes up a user agent forgets the hints.
 */
export const clientHintsContradict = (userAgent: string, header: HeaderLookup): boolean => {
  const hinted = CHROMIUM_HINT.exec(header('sec-ch-ua') ?? '')?.[1];
  if (hinted === undefined) return false;
  // A headless Chrome has `HeadlessChrome/131` in its user agent, where \b finds no `Chrome/131`.
  const told = CHROMIUM_USER_AGENT.exec(userAgent.replace('HeadlessChrome', 'Chrome'))?.[1];
  if (told !== hinted) return true;
  if (header('sec-ch-ua-mobile') === '?1' && !/Mobile/.test(userAgent)) return true;
  const platform = PLATFORMS.get(header('sec-ch-ua-platform') ?? '');
  return platform !== undefined && !platform.test(userAgent);
};
