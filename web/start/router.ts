import { isRoute, type RoutePath } from './routes.ts';

/** A click that the browser should follow itself: into another tab, or a download. */
const isBrowsers = (click: MouseEvent): boolean =>
  click.defaultPrevented ||
  click.button !== 0 ||
  click.metaKey ||
  click.ctrlKey ||
  click.shiftKey ||
  click.altKey;

/** The least that a single-page shop's router does: links with `data-route`, and the back and forward buttons. */
export const startRouter = (show: (path: RoutePath) => void): void => {
  const current = (): RoutePath => (isRoute(location.pathname) ? location.pathname : '/live');
  const mark = () => {
    for (const link of document.querySelectorAll('.aisles a[data-route]')) {
      if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };
  const render = () => {
    show(current());
    mark();
  };
  document.addEventListener('click', (click) => {
    const link = click.target instanceof Element ? click.target.closest('a[data-route]') : null;
    const href = link?.getAttribute('href');
    if (!href || isBrowsers(click)) return;
    click.preventDefault();
    if (href !== location.pathname) history.pushState(null, '', href);
    render();
  });
  addEventListener('popstate', render);
  render();
};
