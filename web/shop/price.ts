/** An amount in a currency's minor unit, as people of this browser's language write it. */
export const price = (minor: number, currency: string): string => {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};
