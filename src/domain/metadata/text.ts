/** Control characters, line and paragraph separators, and lone surrogates: nothing that a reader of text misses. */
const UNWANTED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a stranger, fit to be stored and shown: well-formed, without control characters (CR and LF among them), cut
 * without splitting a surrogate pair.
 * @param maxLength in UTF-16 code units
 */
export const cleanText = (text: string, maxLength: number): string => {
  const clean = text.replace(UNWANTED, '');
  if (clean.length <= maxLength) return clean;
  // A cut leaves at most one half of a pair, at the end.
  return clean.slice(0, maxLength).replace(UNWANTED, '');
};
