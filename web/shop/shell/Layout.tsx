import { useEffect } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { useShop } from '../ShopContext.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { Tracking } from './Tracking.tsx';
import { useArrival } from './useArrival.ts';

/** What stays from page to page. */
export const Layout = () => {
  const shop = useShop();
  const main = useArrival();
  useEffect(() => shop.open(), [shop]);
  return (
    <>
      <Tracking />
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Footer />
      <ScrollRestoration />
    </>
  );
};
