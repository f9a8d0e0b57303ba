import { refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { CONTROL_HEADER, type ControlToken } from './controlToken.ts';

/** Answers only who has the control token. */
export const onlyControlled =
  (token: ControlToken, handler: HttpHandler): HttpHandler =>
  async (event, context) =>
    token.isIn(event.headers)
      ? handler(event, context)
      : refusalAnswer({
          status: 403,
          code: 'not_controlled',
          message: 'This is for who can read control.json in the data folder.',
          field: CONTROL_HEADER,
        });
