import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const TEXT_TYPES = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[\w.-]+\+(?:json|xml)\b)/i;

const isText = (bytes: Buffer, contentType: string | undefined, encoded: boolean): boolean =>
  !encoded &&
  contentType !== undefined &&
  (contentType === 'application/json' || TEXT_TYPES.test(contentType)) &&
  isUtf8(bytes);

/**
 * A body as an HTTP API hands it over: text types as they are, all else in base64 (payload format 2.0; a form is
 * "all else" there too). Bytes that are no UTF-8 go in base64 whatever their type says, so that none is lost.
 */
export const gatewayBody = (
  bytes: Buffer,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> => {
  if (bytes.length === 0) return { isBase64Encoded: false };
  return isText(bytes, contentType, contentEncoding !== undefined)
    ? { body: bytes.toString('utf8'), isBase64Encoded: false }
    : { body: bytes.toString('base64'), isBase64Encoded: true };
};
