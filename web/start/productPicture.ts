import type { Product } from './wire.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Drawn on 96 by 64: what is in the product's colour, and what is dark. */
const SHAPES = {
  shoes: {
    body: 'M14 20c6 3 13 2 17-4l9 7c7 6 16 9 27 11 9 2 15 5 15 11H14c-2-8-2-17 0-25z',
    trim: 'M12 47h71v5a4 4 0 0 1-4 4H18a6 6 0 0 1-6-6z',
  },
  hats: {
    body: 'M30 42c0-17 4-28 12-28 3 0 4 2 6 2s3-2 6-2c8 0 12 11 12 28z',
    trim: 'M8 45c8-4 18-5 22-5 2 3 34 3 36 0 4 0 14 1 22 5-6 6-22 9-40 9S14 51 8 45z',
  },
} as const;

const path = (d: string, fill: string, opacity: string): SVGElement => {
  const made = document.createElementNS(SVG, 'path');
  made.setAttribute('d', d);
  made.setAttribute('fill', fill);
  made.setAttribute('fill-opacity', opacity);
  return made;
};

/** A product's picture: a few shapes in its colour, so that nothing is loaded from anywhere. */
export const productPicture = ({ kind, colour }: Product): SVGElement => {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 96 68');
  picture.setAttribute('class', 'picture');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(path(SHAPES[kind].body, colour, '1'), path(SHAPES[kind].trim, colour, '0.55'));
  return picture;
};
