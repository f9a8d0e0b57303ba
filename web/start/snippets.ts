import { byId } from './dom.ts';

const SAID_MS = 1_500;

const scriptTag = (): string => `<script src="${location.origin}/tracker.js" defer></script>

<button onclick="footfall.track('add_to_cart', { productId: 'p1' })">
  Add to cart
</button>`;

const hook = (): string => `import { usePageTracking } from 'footfall/react';

export const App = () => {
  usePageTracking({
    endpoint: '${location.origin}/track',
  });
  return <Outlet />;
};`;

const copy = async (button: HTMLElement): Promise<void> => {
  const code = byId(button.dataset.copies ?? '');
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // The browser does not let us: then it is selected, for the reader to copy.
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => {
    button.textContent = 'Copy';
  }, SAID_MS);
};

/** How to get this onto one's own pages, with this server's address in it. */
export const showSnippets = (): void => {
  byId('script-snippet').textContent = scriptTag();
  byId('hook-snippet').textContent = hook();
  for (const button of document.querySelectorAll<HTMLElement>('button[data-copies]')) {
    button.addEventListener('click', () => void copy(button));
  }
};
