// @vitest-environment jsdom
import axios from 'axios';
import { act, type ReactNode, StrictMode, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { BrowserRouter, MemoryRouter, type NavigateFunction, Route, Routes, useNavigate } from 'react-router';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UsePageTrackingOptions } from '../../web/react/index.ts';
import { createEndpoint, type Endpoint, told } from './endpoint.ts';
import { startTrackingServer, type TrackingServer } from './trackingServer.ts';

type Hook = typeof import('../../web/react/index.ts');
let hook: Hook;
let endpoint: Endpoint;
let root: Root;
let navigate: NavigateFunction;
let listeners: Parameters<typeof window.addEventListener>[];

const App = ({ options, children }: { options?: UsePageTrackingOptions; children?: ReactNode }) => {
  hook.usePageTracking(options);
  navigate = useNavigate();
  return children;
};
const Product = () => {
  useEffect(() => hook.track('product_view', { productId: 'p1' }), []);
  return null;
};
const render = (app: ReactNode) => act(async () => root.render(app));
const go = (to: string | number) => act(async () => navigate(to as string));
const settle = () => new Promise((resolve) => setTimeout(resolve, 80));
/** Waits until so many events have arrived, and a little for any that should not come. */
const heard = async (count: number): Promise<void> => {
  await vi.waitFor(() => expect(endpoint.events().length).toBeGreaterThanOrEqual(count), {
    timeout: 10_000,
  });
  await settle();
};
const views = () => told(endpoint.events()).filter((event) => event.startsWith('page_view'));

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  listeners = [];
  const { addEventListener } = window;
  vi.stubGlobal('addEventListener', (...listener: Parameters<typeof addEventListener>) => {
    listeners.push(listener);
    addEventListener.apply(window, listener);
  });
  vi.stubGlobal('isSecureContext', false); // jsdom has no such name
  endpoint = createEndpoint();
  vi.stubGlobal('fetch', endpoint.fetch);
  Object.defineProperty(navigator, 'sendBeacon', { value: endpoint.sendBeacon, configurable: true });
  sessionStorage.clear();
  window.history.replaceState({}, '', '/');
  root = createRoot(document.body.appendChild(document.createElement('div')));
  vi.resetModules(); // a page has one tracking, and each test is a page
  hook = await import('../../web/react/index.ts');
});
afterEach(async () => {
  await act(async () => root.unmount());
  for (const [type, listener] of listeners) window.removeEventListener(type, listener as EventListener);
  vi.unstubAllGlobals();
});

describe('usePageTracking', () => {
  test('sends one page view on every route change, by fetch with cookies', async () => {
    await render(
      <BrowserRouter>
        <App />
      </BrowserRouter>,
    );
    await heard(1);
    await go('/products');
    await heard(3);
    await go(-1);
    await act(settle);
    await heard(5);
    expect(views()).toEqual(['page_view /', 'page_view /products', 'page_view /']);
    expect(endpoint.arrivals[1]).toMatchObject({
      url: '/track',
      init: { credentials: 'include', headers: { 'content-type': 'application/json' } },
    });
    expect(told(endpoint.arrivals[1]?.body.events ?? [])).toEqual(['page_leave /', 'page_view /products']);
  });

  test('sends exactly one under StrictMode, whose effects run twice', async () => {
    await render(
      <StrictMode>
        <MemoryRouter initialEntries={['/a']}>
          <App />
        </MemoryRouter>
      </StrictMode>,
    );
    await heard(1);
    await go('/b');
    await heard(3);
    expect(views()).toEqual(['page_view /a', 'page_view /b']);
    expect(told(endpoint.stored())).toHaveLength(3);
  });

  test('sends none for another render, another query, or options made anew', async () => {
    const app = (n: number) => (
      <MemoryRouter initialEntries={['/a']}>
        <App options={{ endpoint: '/track' }}>{n}</App>
      </MemoryRouter>
    );
    await render(app(1));
    await render(app(2));
    await go('/a?colour=red');
    await heard(1);
    expect(views()).toEqual(['page_view /a']);
  });

  test('takes over the id of the page view that the server has counted, once', async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as the server's answer sets it
    document.cookie = 'footfall_pv=served-1; Path=/';
    await render(
      <MemoryRouter>
        <App />
      </MemoryRouter>,
    );
    await heard(1);
    await go('/b');
    await heard(3);
    expect(endpoint.events().map((event) => event.eventId === 'served-1')).toEqual([true, false, false]);
    expect(document.cookie).not.toContain('footfall_pv');
  });

  test('views a page again that comes back from the back/forward cache, and beacons the last leave', async () => {
    await render(
      <MemoryRouter initialEntries={['/a']}>
        <App />
      </MemoryRouter>,
    );
    await heard(1);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await heard(4);
    expect(endpoint.arrivals.map(({ by, body }) => [by, told(body.events)])).toEqual([
      ['fetch', ['page_view /a']],
      ['beacon', ['page_leave /a']],
      ['fetch', ['page_leave /a', 'page_view /a']],
    ]);
  });

  test('does nothing at all where the browser refuses and the shop listens', async () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    await render(
      <MemoryRouter>
        <App options={{ respectGpc: true }} />
      </MemoryRouter>,
    );
    hook.track('wish');
    await settle();
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    expect(endpoint.arrivals).toEqual([]);
    expect(sessionStorage).toHaveLength(0);
  });

  test('waits on a prerendered page until somebody sees it', async () => {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    await render(
      <StrictMode>
        <MemoryRouter>
          <App />
        </MemoryRouter>
      </StrictMode>,
    );
    await settle();
    expect(endpoint.arrivals).toEqual([]);
    Reflect.deleteProperty(document, 'prerendering');
    document.dispatchEvent(new Event('prerenderingchange'));
    await heard(1);
    expect(views()).toEqual(['page_view /']);
  });
});

describe('track', () => {
  test('sends an event of the shop’s own; one of a child’s first effect comes behind the page view', async () => {
    await render(
      <MemoryRouter initialEntries={['/p1']}>
        <App>
          <Routes>
            <Route path="/p1" element={<Product />} />
          </Routes>
        </App>
      </MemoryRouter>,
    );
    hook.track('add_to_cart', { productId: 'p1', quantity: 1 });
    await heard(3);
    expect(told(endpoint.events())).toEqual(['page_view /p1', 'product_view /p1', 'add_to_cart /p1']);
    expect(endpoint.events()[2]?.properties).toEqual({ productId: 'p1', quantity: 1 });
  });
});

describe('consent', () => {
  const forget = () => {
    for (const name of ['footfall_consent', 'footfall_nonce', 'footfall_pv']) {
      // biome-ignore lint/suspicious/noDocumentCookie: a test's page is the one after it, with its cookies
      document.cookie = `${name}=; Max-Age=0; Path=/`;
    }
  };
  beforeEach(forget);
  afterEach(forget);
  const open = (options: UsePageTrackingOptions) =>
    render(
      <MemoryRouter initialEntries={['/a']}>
        <App options={options} />
      </MemoryRouter>,
    );

  test('is waited for where the page says so; then the route one is on is the first view', async () => {
    await open({ privacy: 'consent' });
    hook.track('wish');
    await go('/b');
    await settle();
    expect(endpoint.arrivals).toEqual([]);
    expect(document.cookie).toBe('');
    expect(sessionStorage).toHaveLength(0);
    expect(hook.consent()).toBe(false);

    expect(hook.consent(true)).toBe(true);
    await heard(1);
    await go('/c');
    await heard(3);
    expect(views()).toEqual(['page_view /b', 'page_view /c']);
    expect(document.cookie).toContain('footfall_consent=1');

    expect(hook.consent(false)).toBe(false);
    await go('/d');
    await settle();
    expect(told(endpoint.events()).at(-1)).toBe('consent_withdrawn /c');
    expect(document.cookie).toBe('');
    expect(sessionStorage).toHaveLength(0);
  });

  test('that is given before the first effect counts for it', async () => {
    expect(hook.consent(true)).toBe(true);
    await open({ privacy: 'consent' });
    await heard(1);
    expect(views()).toEqual(['page_view /a']);
  });

  test('that the shop’s own client is told of is waited for', async () => {
    const post = vi.fn(async () => ({ status: 200, data: { ok: true, accepted: 0, consent: 'needed' } }));
    await open({ client: { post } });
    await settle();
    await go('/b');
    await settle();
    expect(post).toHaveBeenCalledTimes(1);
    expect(document.cookie).toBe('');
    expect(sessionStorage).toHaveLength(0);
  });

  test('has no part in a site that keeps no cookies, nor has the browser’s memory', async () => {
    await open({ privacy: 'cookieless' });
    await heard(1);
    expect(views()).toEqual(['page_view /a']);
    expect(document.cookie).toBe('');
    expect(sessionStorage).toHaveLength(0);
  });
});

describe('with the shop’s own axios instance', () => {
  let server: TrackingServer;
  beforeEach(async () => {
    server = await startTrackingServer(() => undefined);
  });
  afterEach(() => server.stop());
  const renderWith = (client: NonNullable<UsePageTrackingOptions['client']>) =>
    render(
      <MemoryRouter initialEntries={['/a']}>
        <App options={{ client, endpoint: '/analytics/track' }} />
      </MemoryRouter>,
    );
  const api = () => axios.create({ baseURL: `${server.origin}/api`, withCredentials: true });

  test('posts go by it, and the last leave by beacon to the same address', async () => {
    await renderWith(api());
    await vi.waitFor(() => expect(server.posts).toHaveLength(1), { timeout: 10_000 });
    await go('/b');
    await vi.waitFor(() => expect(server.posts).toHaveLength(2), { timeout: 10_000 });
    expect(told(server.stored())).toEqual(['page_view /a', 'page_leave /a', 'page_view /b']);
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(endpoint.arrivals.map(({ by, url }) => [by, url])).toEqual([
      ['beacon', `${server.origin}/api/analytics/track`],
    ]);
  });

  test('a server that fails, or is not there, gets the events later, once', async () => {
    server.answers(503);
    await renderWith(api());
    await settle();
    await server.stop();
    await go('/b');
    await settle();
    server.answers(200);
    await server.restart();
    await vi.waitFor(() => expect(server.stored()).toHaveLength(3), { timeout: 8_000 });
    expect(told(server.stored())).toEqual(['page_view /a', 'page_leave /a', 'page_view /b']);
    await vi.waitFor(() => expect(JSON.parse(sessionStorage.getItem('footfall_outbox') ?? '')).toEqual([]), {
      timeout: 10_000,
    });
  });

  test('a refusal is not repeated', async () => {
    server.answers(403);
    await renderWith(api());
    await vi.waitFor(() => expect(sessionStorage.getItem('footfall_outbox')).toBe('[]'), { timeout: 10_000 });
  });

  test('a client that cannot tell its address gets the last leave as a post', async () => {
    const post = vi.fn(async () => ({ status: 200 }));
    const posted = (times: number) =>
      vi.waitFor(
        () =>
          expect(post.mock.calls.map((call: unknown[]) => call[0])).toEqual(
            Array(times).fill('/analytics/track'),
          ),
        { timeout: 10_000 },
      );
    await renderWith({ post });
    await posted(1);
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await posted(2);
    expect(endpoint.arrivals).toEqual([]);
  });

  test('one that throws at once harms nobody', async () => {
    await renderWith({
      post: () => {
        throw new Error('boom');
      },
    });
    await vi.waitFor(
      () => expect(JSON.parse(sessionStorage.getItem('footfall_outbox') ?? '')).toHaveLength(1),
      { timeout: 10_000 },
    );
  });
});
