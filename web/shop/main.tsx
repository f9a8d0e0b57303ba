import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { MARKER } from './account/createAccount.ts';
import { send } from './api/send.ts';
import { browserStorage } from './browserStorage.ts';
import { createShop } from './createShop.ts';
import { ShopContext } from './ShopContext.ts';
import { PAGES } from './shell/pages.tsx';

const shop = createShop({
  send,
  storage: browserStorage(() => localStorage),
  tabStorage: browserStorage(() => sessionStorage),
  randomId: () => crypto.randomUUID(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
addEventListener('storage', ({ key }) => {
  if (key === MARKER || key === null) shop.account.markerChanged();
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <ShopContext value={shop}>
      <RouterProvider router={createBrowserRouter(PAGES)} />
    </ShopContext>
  </StrictMode>,
);
