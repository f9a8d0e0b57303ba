import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestSigner } from '../../../src/adapters/aws/signRequest.ts';

/** `node:crypto` in the form that the AWS SDK's signer wants. */
const sha256 = class {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error('a signer hashes once');
  }
};

const word = fc.stringMatching(/^[A-Za-z0-9/+=]{1,60}$/);
const pathPart = fc.stringMatching(/^[a-zA-Z0-9~_.!'()*$&,;=:@-]{0,12}$/);

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** A request of any region, endpoint, credentials, time and payload. */
const anyRequest = fc.record({
  region: fc.constantFrom('eu-west-1', 'us-east-1', 'cn-north-1'),
  endpoint: fc
    .tuple(
      fc.constantFrom('https://sqs.eu-west-1.amazonaws.com', 'http://127.0.0.1:4566'),
      fc.array(fc.oneof(pathPart, fc.constantFrom('%20', 'a%2Fb')), { maxLength: 3 }),
    )
    .map(([origin, parts]) => new URL(`${origin}/${parts.filter((part) => part !== '').join('/')}`)),
  action: fc.constantFrom('SendMessage', 'SendMessageBatch', 'ReceiveMessage'),
  payload: fc.string({ unit: 'binary' }),
  credentials: fc.record(
    { accessKeyId: word, secretAccessKey: word, sessionToken: word },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ),
  nowMs: fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2060, 0) }),
});

test("a signature is the one that the AWS SDK's own signer makes", async () => {
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ region, endpoint, action, payload, credentials, nowMs }) => {
      const target = `AmazonSQS.${action}`;
      const flat = requestSigner({
        endpoint,
        region,
        service: 'sqs',
        contentType: CONTENT_TYPE,
      })({
        target,
        payload,
        credentials,
        nowMs,
      });
      const ours = new Map<string, string>();
      for (let index = 0; index < flat.length; index += 2)
        ours.set(String(flat[index]).toLowerCase(), String(flat[index + 1]));

      const signer = new SignatureV4({ region, service: 'sqs', credentials, sha256, applyChecksum: false });
      const theirs = await signer.sign(
        {
          method: 'POST',
          protocol: endpoint.protocol,
          hostname: endpoint.hostname,
          path: endpoint.pathname,
          headers: { host: endpoint.host, 'content-type': CONTENT_TYPE, 'x-amz-target': target },
          body: payload,
        },
        { signingDate: new Date(nowMs) },
      );
      expect(Object.fromEntries(ours)).toEqual(theirs.headers);
    }),
    { numRuns: 500 },
  );
});

test('one signer keeps up with the second, the day and new credentials', async () => {
  const options = {
    endpoint: new URL('https://sqs.eu-west-1.amazonaws.com'),
    region: 'eu-west-1',
    service: 'sqs',
    contentType: CONTENT_TYPE,
  };
  const kept = requestSigner(options);
  const credentials = fc.record({ accessKeyId: word, secretAccessKey: fc.constantFrom('one', 'two') });
  const request = fc.record({
    target: fc.constant('AmazonSQS.SendMessage'),
    payload: fc.constant('{}'),
    credentials,
    nowMs: fc.integer({ min: 0, max: 3 * 86_400_000 }),
  });
  fc.assert(
    fc.property(request, (one) => {
      expect(kept(one)).toEqual(requestSigner(options)(one));
    }),
  );
});
