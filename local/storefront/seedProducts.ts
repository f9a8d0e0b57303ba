import type { Product } from '../../src/ports/Catalogue.ts';

const product = (
  id: string,
  category: 'shoes' | 'clothing' | 'accessories',
  name: string,
  { priceMinor, stock, description }: Pick<Product, 'priceMinor' | 'stock' | 'description'>,
): Product => ({
  id,
  name,
  description,
  category,
  priceMinor,
  stock,
  image: `/shop/products/${id}.svg`,
});

/** What the shop sells when it opens; some of it nearly gone, one thing gone. */
export const SEED_PRODUCTS: readonly Product[] = [
  product('red-runners', 'shoes', 'Red Runners', {
    priceMinor: 8_900,
    stock: 240,
    description:
      'Light running shoes with a springy sole. They dry overnight and go with everything that is not red.',
  }),
  product('trail-boots', 'shoes', 'Trail Boots', {
    priceMinor: 14_900,
    stock: 120,
    description:
      'Waterproof leather boots, resoled for life. Stiff for the first week, yours for the next ten years.',
  }),
  product('canvas-sneakers', 'shoes', 'Canvas Sneakers', {
    priceMinor: 5_900,
    stock: 300,
    description: 'Organic canvas on natural rubber. The plainest shoe we know how to make.',
  }),
  product('wool-socks', 'clothing', 'Wool Socks', {
    priceMinor: 1_400,
    stock: 900,
    description: 'Thick merino socks, knitted without a seam at the toe. Sold by the pair.',
  }),
  product('rain-jacket', 'clothing', 'Rain Jacket', {
    priceMinor: 12_900,
    stock: 90,
    description: 'Three layers, taped seams, a hood that turns with your head. Packs into its own pocket.',
  }),
  product('linen-shirt', 'clothing', 'Linen Shirt', {
    priceMinor: 6_900,
    stock: 160,
    description: 'Washed linen with shell buttons. It creases, and is meant to.',
  }),
  product('denim-overshirt', 'clothing', 'Denim Overshirt', {
    priceMinor: 9_900,
    stock: 3,
    description: 'Heavy Japanese denim, cut to be worn open over a jumper. The last of this cloth.',
  }),
  product('merino-sweater', 'clothing', 'Merino Sweater', {
    priceMinor: 11_900,
    stock: 60,
    description: 'A fine crew neck of one long thread. Warm enough for November, thin enough for April.',
  }),
  product('straw-hat', 'accessories', 'Straw Hat', {
    priceMinor: 3_900,
    stock: 80,
    description: 'Hand-woven from wheat straw, with a cotton band that takes the sweat.',
  }),
  product('night-fedora', 'accessories', 'Night Fedora', {
    priceMinor: 5_900,
    stock: 0,
    description: 'Felted wool in midnight blue. We make forty a year, and this year’s are gone.',
  }),
  product('day-pack', 'accessories', 'Day Pack', {
    priceMinor: 7_900,
    stock: 140,
    description: 'Eighteen litres of waxed cotton: a laptop, a lunch and a jacket that you will not need.',
  }),
  product('leather-belt', 'accessories', 'Leather Belt', {
    priceMinor: 4_500,
    stock: 5,
    description: 'One strip of bridle leather and a brass buckle. Nothing to wear out.',
  }),
];
