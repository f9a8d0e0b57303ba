import type { RouteObject } from 'react-router';
import { RequireCustomer } from '../account/RequireCustomer.tsx';
import { CartPage } from '../pages/CartPage.tsx';
import { CategoryPage } from '../pages/CategoryPage.tsx';
import { CheckoutPage } from '../pages/CheckoutPage.tsx';
import { HomePage } from '../pages/HomePage.tsx';
import { LoginPage } from '../pages/LoginPage.tsx';
import { OrderPage } from '../pages/OrderPage.tsx';
import { OrdersPage } from '../pages/OrdersPage.tsx';
import { ProductPage } from '../pages/ProductPage.tsx';
import { ThankYouPage } from '../pages/ThankYouPage.tsx';
import { UnknownPage } from '../pages/UnknownPage.tsx';
import { ROUTES } from '../routes.ts';
import { Broken } from './Broken.tsx';
import { Layout } from './Layout.tsx';

/** What is shown where. */
export const PAGES: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <Broken />,
    children: [
      { path: ROUTES.home, element: <HomePage /> },
      { path: ROUTES.category, element: <CategoryPage /> },
      { path: ROUTES.product, element: <ProductPage /> },
      { path: ROUTES.cart, element: <CartPage /> },
      { path: ROUTES.login, element: <LoginPage kind="login" /> },
      { path: ROUTES.register, element: <LoginPage kind="register" /> },
      {
        element: <RequireCustomer />,
        children: [
          { path: ROUTES.checkout, element: <CheckoutPage /> },
          { path: ROUTES.thankYou, element: <ThankYouPage /> },
          { path: ROUTES.orders, element: <OrdersPage /> },
          { path: ROUTES.order, element: <OrderPage /> },
        ],
      },
      { path: '*', element: <UnknownPage /> },
    ],
  },
];
