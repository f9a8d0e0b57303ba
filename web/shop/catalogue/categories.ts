/** The shop's departments, in the order in which they are shown. */
export const CATEGORIES = [
  {
    name: 'shoes',
    title: 'Shoes',
    words: 'For pavements, hills and the way between.',
    picture: 'trail-boots',
  },
  {
    name: 'clothing',
    title: 'Clothing',
    words: 'Wool, linen and one very good raincoat.',
    picture: 'rain-jacket',
  },
  {
    name: 'accessories',
    title: 'Accessories',
    words: 'What holds, carries and shades.',
    picture: 'straw-hat',
  },
] as const;

export const titleOf = (category: string): string =>
  CATEGORIES.find(({ name }) => name === category)?.title ?? category;
