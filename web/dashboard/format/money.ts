type Style = 'whole' | 'exact' | 'short';

const OPTIONS: { readonly [style in Style]: Intl.NumberFormatOptions } = {
  exact: {},
  whole: { minimumFractionDigits: 0, maximumFractionDigits: 0 },
  short: { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 },
};

const formats = new Map<string, Intl.NumberFormat>();
const formatOf = (currency: string, style: Style): Intl.NumberFormat => {
  const key = `${style}:${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...OPTIONS[style] });
  formats.set(key, made);
  return made;
};

/** Minor units in one of a currency: 100 cents, 1 yen, 1,000 fils (ISO 4217, as the browser knows it). */
const minorUnits = (currency: string): number =>
  10 ** (formatOf(currency, 'exact').resolvedOptions().maximumFractionDigits ?? 2);

/**
 * Money in the browser's locale.
 * @param minor in minor units of the currency
 */
export const formatMoney = (minor: number, currency: string, style: Style = 'exact'): string =>
  formatOf(currency, style).format(minor / minorUnits(currency));
