const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const padded = (value: number): string => String(value).padStart(2, '0');

/** "48s", "2m 05s", "1h 03m", "3d 4h". */
export const formatDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < MINUTE_S) return `${seconds}s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)}m ${padded(seconds % MINUTE_S)}s`;
  if (seconds < DAY_S) {
    return `${Math.floor(seconds / HOUR_S)}h ${padded(Math.floor((seconds % HOUR_S) / MINUTE_S))}m`;
  }
  return `${Math.floor(seconds / DAY_S)}d ${Math.floor((seconds % DAY_S) / HOUR_S)}h`;
};

/** A gap in words: "3 days", "an hour". */
export const formatGap = (ms: number): string => {
  const seconds = ms / 1_000;
  const [size, unit] =
    seconds < HOUR_S
      ? ([MINUTE_S, 'minute'] as const)
      : seconds < DAY_S
        ? ([HOUR_S, 'hour'] as const)
        : ([DAY_S, 'day'] as const);
  const count = Math.max(1, Math.round(seconds / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
