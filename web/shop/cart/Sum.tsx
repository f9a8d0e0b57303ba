import type { ReactNode } from 'react';
import { ItemList } from '../orders/ItemList.tsx';
import { price } from '../price.ts';
import type { OrderItem } from '../wire.ts';

/** What it comes to, and what can be done about it. */
export const Sum = ({
  totalMinor,
  currency,
  items,
  children,
}: {
  readonly totalMinor: number;
  readonly currency: string;
  /** Where they are not beside it. */
  readonly items?: readonly OrderItem[];
  readonly children?: ReactNode;
}) => (
  <section className="sum" aria-labelledby="sum">
    <h2 id="sum">Summary</h2>
    {items && <ItemList items={items} currency={currency} />}
    <dl>
      <div>
        <dt>Goods</dt>
        <dd>{price(totalMinor, currency)}</dd>
      </div>
      <div>
        <dt>Delivery</dt>
        <dd>Free</dd>
      </div>
      <div className="total">
        <dt>Total</dt>
        <dd>{price(totalMinor, currency)}</dd>
      </div>
    </dl>
    {children}
  </section>
);
