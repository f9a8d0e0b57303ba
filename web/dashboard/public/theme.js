// Before the first paint, so that the page never flashes in the other theme; a file of its own, for the policy allows no inline script.
(() => {
  try {
    const theme = localStorage.getItem('footfall-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is switched off: the system's theme it is.
  }
})();
