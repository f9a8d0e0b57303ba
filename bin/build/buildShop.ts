import { SHOP_BUILD } from '../../web/shop/viteConfig.ts';
import { buildWebApp, type WebAppBuildOptions, type WebAppSize } from './buildWebApp.ts';

/** Builds the shop front into a folder. */
export const buildShop = (outdir: string, options?: WebAppBuildOptions): Promise<WebAppSize> =>
  buildWebApp(SHOP_BUILD, outdir, options);
