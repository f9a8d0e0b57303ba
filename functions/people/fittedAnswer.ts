import { gzipSync } from 'node:zlib';
import { faultAnswer } from '../../src/analytics/http/ApiFault.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { acceptedCoding } from '../web/acceptedCoding.ts';

/** A Lambda answers with 6 MB at most (AWS, "Lambda quotas"), its JSON around the body included. */
const MAX_BODY_BYTES = 5_500_000;
/** In JSON each quote of a body takes a character more. */
const MAX_PLAIN_BYTES = 3_500_000;

/** A person's file may be larger than a Lambda's answer: then it is compressed, ten to twenty times smaller. */
export const fittedAnswer = (answer: HttpAnswer, event: HttpEvent): HttpAnswer => {
  const { body = '', headers } = answer;
  if (Buffer.byteLength(body) <= MAX_PLAIN_BYTES) return answer;
  const accepted = readHttpRequest(event, undefined).header('accept-encoding');
  if (acceptedCoding(accepted, (coding) => coding === 'gzip') === 'gzip') {
    const compressed = gzipSync(body).toString('base64');
    if (compressed.length <= MAX_BODY_BYTES) {
      return {
        ...answer,
        headers: { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
        body: compressed,
        isBase64Encoded: true,
      };
    }
  }
  return faultAnswer({
    status: 413,
    code: 'answer_too_large',
    message: 'The answer is too large to be sent as it is: ask for it with "Accept-Encoding: gzip".',
  });
};
