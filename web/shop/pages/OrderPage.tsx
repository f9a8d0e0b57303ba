import { Link, useParams } from 'react-router';
import { isRefusal } from '../api/ShopFault.ts';
import { day } from '../day.ts';
import { ItemList } from '../orders/ItemList.tsx';
import { orderName } from '../orders/orderName.ts';
import { Returns } from '../orders/Returns.tsx';
import { Status } from '../orders/Status.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { price } from '../price.ts';
import { ROUTES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useLoaded } from '../useLoaded.ts';
import type { Order } from '../wire.ts';
import { UnknownPage } from './UnknownPage.tsx';

const Money = ({ order }: { readonly order: Order }) => {
  const { items, amountMinor, refundedMinor, currency, refunds } = order;
  return (
    <section className="sum" aria-labelledby="ordered">
      <h2 id="ordered">What you ordered</h2>
      <ItemList items={items} currency={currency} />
      <dl>
        <div className={refunds.length === 0 ? 'total' : ''}>
          <dt>Total</dt>
          <dd>{price(amountMinor, currency)}</dd>
        </div>
        {refunds.map(({ id, amountMinor: refunded, at }) => (
          <div key={id}>
            <dt>Refunded on {day(at)}</dt>
            <dd>{price(-refunded, currency)}</dd>
          </div>
        ))}
        {refunds.length > 0 && (
          <div className="total">
            <dt>After refunds</dt>
            <dd>{price(amountMinor - refundedMinor, currency)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
};

export const OrderPage = () => {
  const { id = '' } = useParams();
  const { orders } = useShop();
  const { state, again, put } = useLoaded(`order:${id}`, () => orders.find(id));
  if (state.kind === 'loading') return <Waiting shape="lines" />;
  if (state.kind === 'failed') {
    if (isRefusal(state.error, 'unknown_order')) return <UnknownPage />;
    return <Failed error={state.error} again={again} />;
  }
  const order = state.value;
  return (
    <>
      <div className="page-head">
        <Link className="back" to={ROUTES.orders}>
          <Icon name="back" size={18} /> Your orders
        </Link>
        <Heading title={`Order ${orderName(order.id)}`}>
          Order {orderName(order.id)} <Status status={order.status} />
        </Heading>
        <p className="muted">
          Placed on <time dateTime={order.placedAt}>{day(order.placedAt)}</time>
        </p>
      </div>
      <div className="with-sum">
        <Returns order={order} onRefunded={put} />
        <Money order={order} />
      </div>
    </>
  );
};
