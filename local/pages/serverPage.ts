import middy from '@middy/core';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import {
  type AttachedSession,
  sessionMiddleware,
  type WithSession,
} from '../../src/middleware/sessionMiddleware.ts';
import { shortId } from '../shortId.ts';
import { PAGE_HEADERS } from './pageHeaders.ts';

const told = (session: AttachedSession | undefined): string =>
  session === undefined || session.unsaved
    ? 'Nothing of this request is kept: you are not tracked, or not yet.'
    : `Its handler saw session <code>${shortId(session.id)}</code> of visitor <code>${shortId(session.visitor)}</code>, ${
        session.isNew ? 'which this very request began' : `which has ${session.pageViews} page views so far`
      }.`;

const html = (session: AttachedSession | undefined): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A page made by the server · Footfall</title>
    <link rel="icon" href="/start/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/start/start.css">
    <script src="/tracker.js" defer></script>
  </head>
  <body class="alone">
    <main>
      <h1>A page made by the server</h1>
      <p>${told(session)}</p>
      <p>
        The session middleware counted this page view when it made the page, and handed its id to the tracker
        that runs here: the record has it once.
      </p>
      <p><a class="button" href="/live">Back to the shop, and see</a></p>
    </main>
  </body>
</html>
`;

/** A page rendered behind the session middleware that carries the tracker as well: one page view, not two. */
export const serverPage = (session: SessionDependencies) =>
  middy(
    async (event: HttpEvent & Partial<WithSession>): Promise<HttpAnswer> => ({
      statusCode: 200,
      headers: { ...PAGE_HEADERS },
      body: html(event.session),
    }),
  ).use(sessionMiddleware(session, { pageViews: 'auto' }));
