import { price } from '../price.ts';
import type { OrderItem } from '../wire.ts';

/** What is in an order, or will be. */
export const ItemList = ({
  items,
  currency,
}: {
  readonly items: readonly OrderItem[];
  readonly currency: string;
}) => (
  <ul className="items">
    {items.map(({ productId, name, quantity, priceMinor }) => (
      <li key={productId}>
        <span>
          {quantity} × {name}
        </span>
        <span className="price">{price(priceMinor * quantity, currency)}</span>
      </li>
    ))}
  </ul>
);
