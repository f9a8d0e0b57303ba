import {
  ApiFault,
  type FaultDetails,
  faultAnswer,
  INTERNAL,
  SECURITY_HEADERS,
} from '../../src/analytics/http/ApiFault.ts';
import type { KeyRing } from '../../src/domain/cookies/signedValue.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, type HttpRequest, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import {
  SIGNATURE_HEADER,
  signatureFault,
  TIMESTAMP_HEADER,
} from '../../src/orders/conversions/conversionSignature.ts';
import {
  type ConversionDependencies,
  createConversions,
} from '../../src/orders/conversions/createConversions.ts';
import { readConversion } from '../../src/orders/conversions/readConversion.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';

export { CONVERSIONS_PATH } from '../../src/orders/conversions/conversionsOperation.ts';

export interface ConversionHandlerDependencies extends ConversionDependencies {
  /** Of the shops' servers, which sign with one of them. */
  readonly conversionKeys: KeyRing;
  readonly originSecret?: string | undefined;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly count: (what: string) => void;
}

const METHOD: FaultDetails = {
  status: 405,
  code: 'method_not_allowed',
  message: 'This takes POST.',
  headers: { allow: 'POST' },
};
const UNSIGNED: FaultDetails = {
  status: 401,
  code: 'bad_signature',
  message: `The request must be signed: ${TIMESTAMP_HEADER}, within 5 minutes of our clock, and ${SIGNATURE_HEADER}.`,
};
const UNAVAILABLE: FaultDetails = {
  status: 503,
  code: 'unavailable',
  message: 'The order cannot be taken at the moment. Send it again.',
  headers: { 'retry-after': '5' },
};

/** `POST /api/conversions`: orders of shops that have a back end of their own. Nothing of a request is read before its signature. */
export const createHandler = (
  deps: ConversionHandlerDependencies,
): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const { conversionKeys, originSecret, log, now, count } = deps;
  const convert = createConversions(deps);

  const answer = async (http: HttpRequest): Promise<HttpAnswer> => {
    if (http.method !== 'POST') throw new ApiFault(METHOD);
    const nowMs = now();
    const signed = {
      timestamp: http.header(TIMESTAMP_HEADER),
      signature: http.header(SIGNATURE_HEADER),
      body: http.body(),
    };
    const fault = signatureFault(conversionKeys, signed, nowMs);
    if (fault !== undefined) {
      count(`conversion:${fault}`);
      throw new ApiFault(UNSIGNED);
    }
    return {
      statusCode: 200,
      headers: { ...SECURITY_HEADERS, 'content-type': 'application/json' },
      body: JSON.stringify(await convert(readConversion(http), nowMs)),
    };
  };

  const faultOf = (error: unknown): FaultDetails => {
    if (error instanceof ApiFault) return error.details;
    if (error instanceof RecordUnavailable) {
      log.warn('the record did not answer', thrown(error));
      return UNAVAILABLE;
    }
    log.error('conversion not taken', thrown(error));
    return INTERNAL;
  };

  return (event) =>
    answer(readHttpRequest(event, originSecret)).catch((error: unknown) => faultAnswer(faultOf(error)));
};
