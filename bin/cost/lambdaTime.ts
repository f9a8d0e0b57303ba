/** A function gets a whole core at 1,769 MB and less below ("Configure Lambda function memory", Lambda developer guide). */
const MEGABYTES_A_CORE = 1_769;

/** Milliseconds that Lambda bills: waits, and CPU on the function's share of a core, rounded up. Ours uses one core at most. */
export const billedMs = ({
  waitMs,
  cpuMs,
  memoryMb,
}: {
  readonly waitMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}): number => Math.ceil(waitMs + cpuMs * Math.max(1, MEGABYTES_A_CORE / memoryMb));

/** Millions of GB-seconds, as they are priced. A GB is 1,024 MB there. */
export const millionGbSeconds = ({
  runs,
  ms,
  memoryMb,
}: {
  readonly runs: number;
  readonly ms: number;
  readonly memoryMb: number;
}): number => (runs * (ms / 1_000) * (memoryMb / 1_024)) / 1_000_000;
