/** Control characters and half surrogates: what a terminal obeys, and what is no text. */
const UNWANTED = /[\p{Cc}\p{Cs}]/u;
const OPERATOR = /^\$|\.|^__proto__$/;

/** What of a stored value would harm whoever reads, logs or shows it, by its path; empty where nothing would. */
export const harmfulIn = (value: unknown, at = ''): string[] => {
  if (typeof value === 'string') return UNWANTED.test(value) ? [`${at} ${JSON.stringify(value)}`] : [];
  if (typeof value === 'number') return Number.isNaN(value) ? [`${at} is no number`] : [];
  if (Array.isArray(value)) return value.flatMap((each, index) => harmfulIn(each, `${at}.${index}`));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(OPERATOR.test(key) || UNWANTED.test(key) ? [`${at} has the name ${JSON.stringify(key)}`] : []),
    ...harmfulIn(inner, `${at}.${key}`),
  ]);
};
