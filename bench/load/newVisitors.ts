import { headersWith, pageViewPost, TRACK_ANSWER } from '../traffic/trackRequest.ts';
import { type TimedAnswer, timedClient } from './timedClient.ts';

/** The cookie header of a browser that was given these. */
export const cookieHeaderOf = (setCookies: readonly string[]): string =>
  setCookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

const checked = ({ status, body, setCookies }: TimedAnswer): string => {
  if (status !== 200 || body !== TRACK_ANSWER)
    throw new Error(`a first visit was answered ${status}: ${body}`);
  if (setCookies.length === 0) throw new Error('a visitor was given no cookie');
  return cookieHeaderOf(setCookies);
};

/**
 * Makes visitors by a first request each.
 * @returns a cookie header for each
 * @throws an Error where one is not answered as it should, or given no cookie
 */
export const newVisitors = async (port: number, count: number): Promise<string[]> => {
  const client = timedClient(port);
  const cookies: string[] = [];
  try {
    while (cookies.length < count) {
      cookies.push(checked(await client.post(headersWith(undefined), pageViewPost(Date.now()))));
    }
  } finally {
    client.close();
  }
  return cookies;
};
