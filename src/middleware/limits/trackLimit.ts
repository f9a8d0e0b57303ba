import type { Site } from '../../domain/site.ts';
import type { RequestLimit } from './RequestLimit.ts';

/** The limit of requests that bring events: the site's own. */
export const trackLimit = ({ limits }: Site): RequestLimit => ({
  purpose: 'track',
  limits,
  told: { code: 'limited', message: 'Too many events in a short time; keep them and send them later.' },
});
