import { PAGE_VIEW_COOKIE } from '../../domain/cookies/cookiePayloads.ts';
import type { HttpAnswer } from '../HttpAnswer.ts';

const SERVER_TIMING = 'server-timing';

/**
 * Hands a counted page view's id to the page's own script where no cookie may: by `Server-Timing`, which a page reads of its own
 * document alone. Such an answer is stored by no cache: the next visitor's view would have the same id, and count as a repetition.
 */
export const addServedView = (answer: HttpAnswer, eventId: string): HttpAnswer => {
  const headers: NonNullable<HttpAnswer['headers']> = {};
  const told = [`${PAGE_VIEW_COOKIE};desc="${eventId}"`];
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (name.toLowerCase() === SERVER_TIMING) told.unshift(String(value));
    else if (name.toLowerCase() !== 'cache-control') headers[name] = value;
  }
  return {
    ...answer,
    headers: { ...headers, [SERVER_TIMING]: told.join(', '), 'cache-control': 'no-store' },
  };
};
