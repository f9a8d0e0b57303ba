import { generatePath, Link, NavLink } from 'react-router';
import { useStanding } from '../account/useStanding.ts';
import { useCart } from '../cart/useCart.ts';
import { CATEGORIES } from '../catalogue/categories.ts';
import { Icon } from '../parts/Icon.tsx';
import { Wordmark } from '../parts/Wordmark.tsx';
import { ROUTES } from '../routes.ts';

const CartLink = () => {
  const cart = useCart();
  const quantity = cart.kind === 'ready' ? cart.value.quantity : 0;
  return (
    <NavLink to={ROUTES.cart} className="tool">
      <Icon name="bag" />
      <span className="tool-name">Cart</span>
      {quantity > 0 && (
        <span className="count">
          {quantity}
          <span className="sr-only">{quantity === 1 ? ' piece' : ' pieces'}</span>
        </span>
      )}
    </NavLink>
  );
};

const AccountLink = () => {
  const standing = useStanding();
  if (standing.kind !== 'customer') {
    return (
      <NavLink to={ROUTES.login} className="tool">
        <Icon name="person" />
        <span className="tool-name">Log in</span>
      </NavLink>
    );
  }
  const [firstName] = standing.customer.name.split(' ');
  return (
    <NavLink to={ROUTES.orders} className="tool">
      <Icon name="person" />
      <span className="tool-name">
        {firstName}
        <span className="sr-only">, your orders</span>
      </span>
    </NavLink>
  );
};

export const Header = () => (
  <header className="top">
    <Link to={ROUTES.home} className="home" aria-label="Larkfield, to the start">
      <Wordmark />
    </Link>
    <nav className="departments" aria-label="Departments">
      {CATEGORIES.map(({ name, title }) => (
        <NavLink key={name} to={generatePath(ROUTES.category, { name })}>
          {title}
        </NavLink>
      ))}
    </nav>
    <nav className="tools" aria-label="You">
      <AccountLink />
      <CartLink />
    </nav>
  </header>
);
