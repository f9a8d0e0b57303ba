import middy from '@middy/core';
import * as v from 'valibot';
import { type HttpAnswer, type Refusal, refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { sessionMiddleware, type WithSession } from '../../src/middleware/sessionMiddleware.ts';

/** What a handler of the shop is given: the parsed body, and what the session middleware put on the event. */
export interface ShopRequest<Body> extends Pick<WithSession, 'track'> {
  readonly body: Body;
  readonly session: WithSession['session'];
}

const parsed = <Body>(
  schema: v.GenericSchema<unknown, Body>,
  text: string,
): { readonly body: Body } | { readonly refusal: Refusal } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refusal: { status: 400, code: 'invalid_json', message: 'The body is not JSON.' } };
  }
  const result = v.safeParse(schema, value);
  if (result.success) return { body: result.output };
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? undefined;
  const message = `${field ?? 'The body'} ${issue.received === 'undefined' ? 'is missing' : issue.message}.`;
  return { refusal: { status: 400, code: 'invalid', message, ...(field === undefined ? {} : { field }) } };
};

/**
 * A handler such as a shop's own back end has: its body checked, wrapped in the session middleware, telling by `track` what
 * happened. It answers `{"ok":true}`, and 400 where the body is wrong.
 */
export const shopHandler = <Body>(
  session: SessionDependencies,
  schema: v.GenericSchema<unknown, Body>,
  happened: (request: ShopRequest<Body>) => void,
) =>
  middy(async (event: HttpEvent & Partial<WithSession>): Promise<HttpAnswer> => {
    const result = parsed(schema, readHttpRequest(event, undefined).body());
    if ('refusal' in result) return refusalAnswer(result.refusal);
    const track = event.track ?? (() => session.count('event_without_session'));
    try {
      happened({ body: result.body, session: event.session, track });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return refusalAnswer({ status: 400, code: 'invalid', message: `${error.message}.` });
    }
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"ok":true}',
    };
  }).use(sessionMiddleware(session, { pageViews: 'browser', needsDetails: false }));
