declare global {
  interface Document {
    /** True while the browser renders a page that nobody has asked for yet. */
    readonly prerendering?: boolean;
  }
}

/** Runs now, or for a page that is prerendered as soon as somebody sees it, if ever. */
export const whenActivated = (run: () => void): void => {
  if (document.prerendering) document.addEventListener('prerenderingchange', run, { once: true });
  else run();
};
