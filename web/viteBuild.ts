import type { InlineConfig } from 'vite';

/** What `light-dark()` needs: the first releases of 2024. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5'];

/**
 * How Vite builds a single-page application of ours. Nothing is inlined (the pages' policy allows files of their own origin
 * only), and the style sheet is kept as written: `light-dark()` follows the theme by itself.
 * @param root the application's folder, with its `index.html`
 * @param base where it is served: `/dashboard/`
 */
export const viteBuild = ({ root, base }: { readonly root: string; readonly base: string }) =>
  ({
    configFile: false,
    root,
    base,
    logLevel: 'warn',
    // Vite would take these from NODE_ENV: a shell with another one set would get the slow and large face of React and its router.
    mode: 'production',
    resolve: { conditions: ['production', 'module', 'browser'] },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      target: BROWSERS,
      cssTarget: BROWSERS,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      emptyOutDir: true,
      rolldownOptions: {
        // React Router's files say "use client", which is for servers that render: there is none.
        onwarn: (warning, tell) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') tell(warning);
        },
      },
    },
  }) satisfies InlineConfig;
