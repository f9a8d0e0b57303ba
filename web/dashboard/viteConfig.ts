import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

/** Where the dashboard is served. */
export const DASHBOARD_BASE = '/dashboard/';

/**
 * How Vite builds the dashboard. Nothing is inlined (the page's policy allows files of its own origin only), and the style
 * sheet is kept as written: `light-dark()` follows the theme switch by itself.
 */
export const DASHBOARD_BUILD = {
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: DASHBOARD_BASE,
  logLevel: 'warn',
  // Vite would take these from NODE_ENV: a shell with another one set would get React's slow and large face.
  mode: 'production',
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
} satisfies InlineConfig;
