/** Milliseconds of any time before the year 2286 fit. */
const TIME_DIGITS = 13;

/**
 * What was first, as text that sorts by time and then by `tie`: so `$min` of several writers keeps the earliest, in whatever
 * order they come. The value is escaped, so that the last colon is the one before it.
 * @param ms epoch milliseconds
 */
export const earliestText = (first: {
  readonly ms: number;
  readonly tie: string;
  readonly value: string;
}): string =>
  `${String(first.ms).padStart(TIME_DIGITS, '0')}:${first.tie}:${encodeURIComponent(first.value)}`;

/** What {@link earliestText} wrote. */
export const parseEarliestText = (
  text: string,
): { readonly ms: number; readonly tie: string; readonly value: string } => {
  const last = text.lastIndexOf(':');
  return {
    ms: Number(text.slice(0, TIME_DIGITS)),
    tie: text.slice(TIME_DIGITS + 1, last),
    value: decodeURIComponent(text.slice(last + 1)),
  };
};
