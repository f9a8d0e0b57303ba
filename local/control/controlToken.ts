import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** By which the command line proves that it may control this server. */
export const CONTROL_HEADER = 'x-footfall-control';

const TOKEN_BYTES = 32;

/** The secret of one run of the local server. */
export interface ControlToken {
  readonly text: string;
  /** Whether a request's headers hold it; takes as long for any wrong one. */
  isIn(headers: APIGatewayProxyEventV2['headers']): boolean;
}

/** Hashed first: of unequal lengths nothing could be compared in constant time. */
const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Makes the token of this run. */
export const createControlToken = (): ControlToken => {
  const text = randomBytes(TOKEN_BYTES).toString('base64url');
  const digest = digestOf(text);
  return {
    text,
    isIn: (headers) => timingSafeEqual(digestOf(headers[CONTROL_HEADER] ?? ''), digest),
  };
};
