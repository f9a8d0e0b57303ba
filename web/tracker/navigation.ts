/**
 * Calls back after each change of the address that a router, a link to a fragment or the visitor's back and forward buttons make.
 * Whether the path is another is for the caller to see.
 */
export const onNavigation = (callback: () => void): void => {
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = function (...change) {
      original.apply(this, change); // what it throws is the page's own
      callback();
    };
  }
  addEventListener('popstate', callback);
  addEventListener('hashchange', callback);
};
