import { generatePath, Link } from 'react-router';
import { CATEGORIES } from '../catalogue/categories.ts';
import { Wordmark } from '../parts/Wordmark.tsx';
import { ROUTES } from '../routes.ts';

/** `npm start` shows visits as they arrive; a deployed shop does not. */
const isAtHome = (): boolean => ['localhost', '127.0.0.1'].includes(location.hostname);

export const Footer = () => (
  <footer className="bottom">
    <div>
      <Wordmark />
      <p>Good things for going places. A demo shop: nothing is charged, and nothing is sent.</p>
    </div>
    <nav aria-label="Shop">
      <h2>Shop</h2>
      <ul>
        {CATEGORIES.map(({ name, title }) => (
          <li key={name}>
            <Link to={generatePath(ROUTES.category, { name })}>{title}</Link>
          </li>
        ))}
      </ul>
    </nav>
    <nav aria-label="Your account">
      <h2>You</h2>
      <ul>
        <li>
          <Link to={ROUTES.orders}>Orders</Link>
        </li>
        <li>
          <Link to={ROUTES.cart}>Cart</Link>
        </li>
      </ul>
    </nav>
    <nav aria-label="Behind the shop">
      <h2>Behind the shop</h2>
      <ul>
        {isAtHome() && (
          <li>
            <a href="/live">Your visit as it is recorded</a>
          </li>
        )}
        <li>
          <a href="/dashboard/">Dashboard</a>
        </li>
      </ul>
    </nav>
  </footer>
);
