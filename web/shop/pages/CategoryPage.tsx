import { useParams } from 'react-router';
import { CATEGORIES, titleOf } from '../catalogue/categories.ts';
import { ProductGrid } from '../catalogue/ProductGrid.tsx';
import { useProducts } from '../catalogue/useProducts.ts';
import { counted } from '../counted.ts';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { UnknownPage } from './UnknownPage.tsx';

export const CategoryPage = () => {
  const { name = '' } = useParams();
  const { state, again } = useProducts();
  if (state.kind === 'failed') return <Failed error={state.error} again={again} />;
  const known = CATEGORIES.find((category) => category.name === name);
  const products =
    state.kind === 'ready' ? state.value.products.filter(({ category }) => category === name) : [];
  if (!known && state.kind === 'ready' && products.length === 0) return <UnknownPage />;
  return (
    <>
      <div className="page-head">
        <Heading>{titleOf(name)}</Heading>
        {known && <p className="lead">{known.words}</p>}
      </div>
      {state.kind === 'loading' && <Waiting shape="grid" />}
      {state.kind === 'ready' && products.length === 0 && (
        <p className="muted">The shelf is empty today. Come back soon.</p>
      )}
      {state.kind === 'ready' && products.length > 0 && (
        <>
          <h2 className="tally">{counted(products.length, 'thing', 'things')}</h2>
          <ProductGrid products={products} currency={state.value.currency} />
        </>
      )}
    </>
  );
};
