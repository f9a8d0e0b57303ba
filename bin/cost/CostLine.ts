import { PRICES, type PriceName, type Region } from './prices.ts';

/** So much of something that has a price. */
export interface CostLine {
  readonly price: PriceName;
  /** In the price's own unit. */
  readonly quantity: number;
  /** How the quantity comes about. */
  readonly why: string;
}

export const usdOf = ({ price, quantity }: CostLine, region: Region): number =>
  quantity * PRICES[price].usd[region];

export const totalUsd = (lines: readonly CostLine[], region: Region): number =>
  lines.reduce((sum, line) => sum + usdOf(line, region), 0);
