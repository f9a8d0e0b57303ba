import { serveExpress } from './serveExpress.ts';

/** express + express-session + connect-redis. */
await serveExpress();
