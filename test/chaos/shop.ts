import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import type { Product } from '../../src/ports/Catalogue.ts';
import { generatedSite } from '../numbers/generateShop.ts';
import { PRODUCTS } from './plan.ts';

export const SITE = generatedSite('shop', 'Europe/Berlin');
export const SITES = [SITE] as const;
export const COOKIE_KEYS = parseKeyRing('a'.repeat(32));
export const CONVERSION_KEYS = parseKeyRing('c'.repeat(32));
export const STOCK = 3;
export const PRICE_MINOR = 1_000;

export const products: readonly Product[] = PRODUCTS.map((id) => ({
  id,
  name: id,
  description: id,
  category: 'shoes',
  priceMinor: PRICE_MINOR,
  stock: STOCK,
  image: `/${id}.svg`,
}));
