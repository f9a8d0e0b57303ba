/** US dollars as the tables write them: cents, and more where there are none. */
export const dollars = (usd: number): string => {
  if (usd === 0) return '0';
  if (usd >= 100) return usd.toFixed(0);
  return usd >= 0.01 ? usd.toFixed(2) : usd.toFixed(4);
};

/** A quantity to three digits that count. */
export const amount = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

/** A number of something, in thousands and millions. */
export const count = (value: number): string => {
  if (value >= 1_000_000_000) return `${amount(value / 1_000_000_000)} billion`;
  if (value >= 1_000_000) return `${amount(value / 1_000_000)} million`;
  return value.toLocaleString('en-US');
};

/** How a figure stands to its goal. */
export const verdict = (usd: number, goalUsd: number): string =>
  usd <= goalUsd
    ? `**met**: $${dollars(usd)} of at most $${dollars(goalUsd)}`
    : `**missed by $${dollars(usd - goalUsd)}**: $${dollars(usd)} of at most $${dollars(goalUsd)}`;
