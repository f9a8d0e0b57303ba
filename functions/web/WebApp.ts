import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpRequest } from '../../src/middleware/HttpRequest.ts';

/** Answers the requests for one application's files and pages. */
export type WebApp = (request: HttpRequest) => HttpAnswer;
