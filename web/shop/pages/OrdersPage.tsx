import { generatePath, Link } from 'react-router';
import { LogoutButton } from '../account/LogoutButton.tsx';
import { useStanding } from '../account/useStanding.ts';
import { counted } from '../counted.ts';
import { day } from '../day.ts';
import { orderName } from '../orders/orderName.ts';
import { Status } from '../orders/Status.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Heading } from '../parts/Heading.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { price } from '../price.ts';
import { ROUTES, SHOP_FILES } from '../routes.ts';
import { useShop } from '../ShopContext.ts';
import { useLoaded } from '../useLoaded.ts';
import type { Order } from '../wire.ts';

const None = () => (
  <div className="blank">
    <img src={`${SHOP_FILES}products/trail-boots.svg`} alt="" width={180} height={180} />
    <p>No orders yet. Every journey starts with the boots.</p>
    <Link className="button" to={ROUTES.home}>
      Have a look around
    </Link>
  </div>
);

const Row = ({ order }: { readonly order: Order }) => {
  const { id, placedAt, items, amountMinor, refundedMinor, currency, status } = order;
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <li className="order">
      <div>
        <h2>
          <Link to={generatePath(ROUTES.order, { id })}>Order {orderName(id)}</Link>
        </h2>
        <p className="muted">
          <time dateTime={placedAt}>{day(placedAt)}</time> · {counted(pieces, 'piece', 'pieces')} ·{' '}
          {items.map(({ name }) => name).join(', ')}
        </p>
      </div>
      <Status status={status} />
      <p className="price">{price(amountMinor - refundedMinor, currency)}</p>
    </li>
  );
};

export const OrdersPage = () => {
  const { orders } = useShop();
  const standing = useStanding();
  const { state, again } = useLoaded('orders', () => orders.list());
  if (state.kind === 'failed') return <Failed error={state.error} again={again} />;
  return (
    <>
      <div className="page-head">
        <Heading>Your orders</Heading>
        {standing.kind === 'customer' && (
          <p className="account">
            {standing.customer.name}, {standing.customer.email} <LogoutButton />
          </p>
        )}
      </div>
      {state.kind === 'loading' && <Waiting shape="lines" />}
      {state.kind === 'ready' && state.value.length === 0 && <None />}
      {state.kind === 'ready' && state.value.length > 0 && (
        <ul className="orders">
          {state.value.map((order) => (
            <Row key={order.id} order={order} />
          ))}
        </ul>
      )}
    </>
  );
};
