import { generatePath, Link } from 'react-router';
import { Picture } from '../parts/Picture.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import type { Product } from '../wire.ts';
import { stockOf } from './stockOf.ts';

const Card = ({ product, currency }: { readonly product: Product; readonly currency: string }) => {
  const stock = stockOf(product.stock);
  return (
    <li className="card" data-stock={stock.kind}>
      <Picture src={product.image} category={product.category} />
      <h3>
        <Link to={generatePath(ROUTES.product, { id: product.id })}>{product.name}</Link>
      </h3>
      <p className="price">{price(product.priceMinor, currency)}</p>
      {stock.kind !== 'enough' && <p className={`badge ${stock.kind}`}>{stock.words}</p>}
    </li>
  );
};

export const ProductGrid = ({
  products,
  currency,
}: {
  readonly products: readonly Product[];
  readonly currency: string;
}) => (
  <ul className="grid">
    {products.map((product) => (
      <Card key={product.id} product={product} currency={currency} />
    ))}
  </ul>
);
