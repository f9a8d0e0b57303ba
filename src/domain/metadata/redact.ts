/** What stands in the place of an e-mail address or a token. */
export const REDACTED = '[redacted]';

/**
 * What must not be stored where it turns up in an address. Each pattern looks for a part of the text and is open at its
 * end, so that cutting a text never makes it match, and takes linear time (a URL is a stranger's text).
 */
const SECRETS: readonly RegExp[] = [
  // An e-mail address. `/@name` (a profile) and `react@18.2.0` (a version) are none.
  /[^\s/@]@[^\s/@]+\.(?:\p{L}{2}|%[89a-f])/iu,
  // A JSON Web Token or its like: `eyJ` is `{"` in base64.
  /(?<![\w-])eyJ[\w-]{8,}\./u,
];

/** Printable ASCII under any number of percent encodings: `%40` and `%2540` are both `@`. */
const ENCODED_ASCII = /%(?:25)*([2-7][0-9a-f])/gi;
const decodedAscii = (text: string): string =>
  text.replace(ENCODED_ASCII, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** What every secret has in it, for most texts have none. */
const SUSPICIOUS = /[@%]|eyJ/;

/** The text, or {@link REDACTED} where it holds an e-mail address or a token, percent-encoded or not. */
export const redact = (text: string): string => {
  if (!SUSPICIOUS.test(text)) return text;
  const decoded = decodedAscii(text);
  return SECRETS.some((secret) => secret.test(decoded)) ? REDACTED : text;
};
