const whole = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(undefined, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const [roundPercent, tenthPercent, finePercent] = [percent(0), percent(1), percent(2)];
const tickPercent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 });
const signedPercent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero',
});

/** Over so many, a headline is shortened: its figure has five digits then. */
const COMPACT_FROM = 100_000;

export const formatCount = (count: number): string => whole.format(count);
export const formatCompact = (count: number): string =>
  Math.abs(count) >= COMPACT_FROM ? compact.format(count) : whole.format(count);
/** For an axis: as short as it gets. */
export const formatTick = (count: number): string => compact.format(count);
/** A small rate gets a digit more: between 1.2 and 1.25 % lies a shop's profit. */
export const formatRate = (rate: number): string => {
  if (rate === 0 || rate === 1) return roundPercent.format(rate);
  return Math.abs(rate) < 0.1 ? finePercent.format(rate) : tenthPercent.format(rate);
};
export const formatRateTick = (rate: number): string => tickPercent.format(rate);
export const formatRoundRate = (rate: number): string => roundPercent.format(rate);
export const formatChange = (change: number): string => signedPercent.format(change);
/** "once", "twice", "3 times". */
export const times = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${formatCount(count)} times`;
/** "1 visit", "2 visits". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
