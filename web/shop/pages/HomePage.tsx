import { generatePath, Link } from 'react-router';
import { CATEGORIES } from '../catalogue/categories.ts';
import { ProductGrid } from '../catalogue/ProductGrid.tsx';
import { useProducts } from '../catalogue/useProducts.ts';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Picture } from '../parts/Picture.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { ROUTES, SHOP_FILES } from '../routes.ts';

const pictureOf = (product: string): string => `${SHOP_FILES}products/${product}.svg`;

/** In the window: what the season is about. */
const WINDOW = [
  { product: 'red-runners', category: 'shoes' },
  { product: 'merino-sweater', category: 'clothing' },
  { product: 'day-pack', category: 'accessories' },
] as const;

const Goods = () => {
  const { state, again } = useProducts();
  if (state.kind === 'failed') return <Failed error={state.error} again={again} />;
  if (state.kind === 'loading') return <Waiting shape="grid" />;
  return <ProductGrid {...state.value} />;
};

export const HomePage = () => (
  <>
    <section className="hero">
      <div className="hero-words">
        <p className="kicker">The autumn shelf</p>
        <Heading title="Shoes, clothing, accessories">Good things for going places.</Heading>
        <p className="lead">
          A small shop with a short list: what we pack ourselves, made to be worn out and mended rather than
          replaced.
        </p>
        <Link className="button" to={generatePath(ROUTES.category, { name: 'shoes' })}>
          Start with the shoes
        </Link>
      </div>
      <div className="window" aria-hidden="true">
        {WINDOW.map(({ product, category }) => (
          <Picture key={product} src={pictureOf(product)} category={category} eager />
        ))}
      </div>
    </section>
    <section aria-labelledby="departments">
      <h2 id="departments" className="sr-only">
        Departments
      </h2>
      <ul className="doors">
        {CATEGORIES.map(({ name, title, words, picture }) => (
          <li key={name} className="door" data-category={name}>
            <div>
              <h3>
                <Link to={generatePath(ROUTES.category, { name })}>{title}</Link>
              </h3>
              <p>{words}</p>
            </div>
            <img src={pictureOf(picture)} alt="" width={400} height={400} loading="lazy" />
          </li>
        ))}
      </ul>
    </section>
    <section aria-labelledby="goods">
      <h2 id="goods">Everything we have</h2>
      <Goods />
    </section>
  </>
);
