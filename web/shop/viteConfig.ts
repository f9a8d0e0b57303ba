import { fileURLToPath } from 'node:url';
import { viteBuild } from '../viteBuild.ts';
import { SHOP_FILES } from './routes.ts';

export const SHOP_BUILD = viteBuild({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: SHOP_FILES,
});
