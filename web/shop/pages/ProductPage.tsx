import { generatePath, Link, useParams } from 'react-router';
import { isRefusal } from '../api/ShopFault.ts';
import { AddToCart } from '../cart/AddToCart.tsx';
import { titleOf } from '../catalogue/categories.ts';
import { ProductGrid } from '../catalogue/ProductGrid.tsx';
import { stockOf } from '../catalogue/stockOf.ts';
import { useProducts } from '../catalogue/useProducts.ts';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Picture } from '../parts/Picture.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useLoaded } from '../useLoaded.ts';
import type { Product } from '../wire.ts';
import { UnknownPage } from './UnknownPage.tsx';

const MAX_BESIDE = 4;

const Beside = ({ product }: { readonly product: Product }) => {
  const { state } = useProducts();
  if (state.kind !== 'ready') return null;
  const beside = state.value.products
    .filter(({ id, category }) => id !== product.id && category === product.category)
    .slice(0, MAX_BESIDE);
  if (beside.length === 0) return null;
  return (
    <section aria-labelledby="beside">
      <h2 id="beside">From the same shelf</h2>
      <ProductGrid products={beside} currency={state.value.currency} />
    </section>
  );
};

const Details = ({ product, currency }: { readonly product: Product; readonly currency: string }) => {
  const stock = stockOf(product.stock);
  return (
    <>
      <article className="product">
        <Picture src={product.image} category={product.category} alt={product.name} eager />
        <div className="product-words">
          <p className="kicker">
            <Link to={generatePath(ROUTES.category, { name: product.category })}>
              {titleOf(product.category)}
            </Link>
          </p>
          <Heading>{product.name}</Heading>
          <p className="price large">{price(product.priceMinor, currency)}</p>
          <p className="lead">{product.description}</p>
          <p className={`stock ${stock.kind}`}>{stock.words}</p>
          <AddToCart key={product.id} product={product} />
          <ul className="promises">
            <li>
              <Icon name="truck" /> Packed the same day
            </li>
            <li>
              <Icon name="return" /> Thirty days to change your mind
            </li>
          </ul>
        </div>
      </article>
      <Beside product={product} />
    </>
  );
};

export const ProductPage = () => {
  const { id = '' } = useParams();
  const { catalogue } = useShop();
  const { state, again } = useLoaded(`product:${id}`, () => catalogue.product(id));
  if (state.kind === 'loading') return <Waiting shape="product" />;
  if (state.kind === 'ready') return <Details {...state.value} />;
  if (isRefusal(state.error, 'unknown_product')) return <UnknownPage />;
  return <Failed error={state.error} again={again} />;
};
