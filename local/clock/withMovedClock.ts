import { type Refusal, refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { ControlToken } from '../control/controlToken.ts';
import { gatewayTime } from '../http/gatewayTime.ts';
import type { HttpHandler, Routes } from '../http/Routes.ts';
import type { MovableClock } from './movableClock.ts';

/** The instant at which a request wants to be answered, in epoch milliseconds. */
export const CLOCK_HEADER = 'x-footfall-clock';

/** 2100-01-01T00:00:00Z: the writer takes no later time. */
const MAX_TIME_MS = 4_102_444_800_000;
const EPOCH_MS = /^\d{1,13}$/;

const NOT_CONTROLLED: Refusal = {
  status: 403,
  code: 'not_controlled',
  message: 'Only who has this server’s control token may move its clock.',
  field: CLOCK_HEADER,
};
const NO_TIME: Refusal = {
  status: 400,
  code: 'invalid',
  message: `${CLOCK_HEADER} must be epoch milliseconds, before the year 2100.`,
  field: CLOCK_HEADER,
};

const instantOf = (text: string): number | undefined => {
  const nowMs = EPOCH_MS.test(text) ? Number(text) : Number.NaN;
  return nowMs < MAX_TIME_MS ? nowMs : undefined;
};

/**
 * Lets a request that has the control token move the clock, for itself alone: `npm run simulate` lives through months in
 * minutes. Without the token it is refused, 403.
 */
export const withMovedClock = (
  routes: Routes,
  { clock, token }: { readonly clock: MovableClock; readonly token: ControlToken },
): Routes => {
  const movable =
    (handler: HttpHandler): HttpHandler =>
    async (event, context) => {
      const text = event.headers[CLOCK_HEADER];
      if (text === undefined) return handler(event, context);
      if (!token.isIn(event.headers)) return refusalAnswer(NOT_CONTROLLED);
      const nowMs = instantOf(text);
      if (nowMs === undefined) return refusalAnswer(NO_TIME);
      const requestContext = { ...event.requestContext, time: gatewayTime(nowMs), timeEpoch: nowMs };
      return clock.at(nowMs, () => handler({ ...event, requestContext }, context));
    };
  return Object.fromEntries(
    Object.entries(routes).map(([routeKey, handler]) => [routeKey, movable(handler)]),
  );
};
