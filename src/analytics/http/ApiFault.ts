import type { HttpAnswer } from '../../middleware/HttpAnswer.ts';

export interface FaultDetails {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly code: string;
  /** One sentence for a person. */
  readonly message: string;
  /** What of the request is wrong. */
  readonly field?: string;
  /** What would have been right. */
  readonly allowed?: readonly string[];
  readonly headers?: { readonly [name: string]: string };
}

/** Why a request of the interface is not answered; thrown wherever that shows, and made an answer in one place. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly details: FaultDetails;

  constructor(details: FaultDetails) {
    super(details.message);
    this.details = details;
  }
}

/** A request that says something wrong: 400, with what and what would be right. */
export const badRequest = (
  field: string,
  message: string,
  { code = 'invalid', allowed }: { readonly code?: string; readonly allowed?: readonly string[] } = {},
): ApiFault => new ApiFault({ status: 400, code, message, field, ...(allowed && { allowed }) });

/** For what nobody expected. */
export const INTERNAL: FaultDetails = {
  status: 500,
  code: 'internal',
  message: 'Something went wrong here. It has been logged.',
};

/** What every answer under `/api` says to caches and browsers. */
export const SECURITY_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** `{"error":{code,message,field?,allowed?}}`: the one shape of every error (design, section 8). */
export const faultAnswer = ({
  status,
  code,
  message,
  field,
  allowed,
  headers,
}: FaultDetails): HttpAnswer => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', ...SECURITY_HEADERS, ...headers },
  body: JSON.stringify({ error: { code, message, field, allowed } }),
});
