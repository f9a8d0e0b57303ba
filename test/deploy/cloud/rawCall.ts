import { REGION } from './startCloud.ts';

/** A call of an AWS service by its own protocol: what a client of ours would be one more dependency for. */
export type RawCall =
  | { readonly service: string; readonly action: string; readonly version: string }
  | { readonly service: string; readonly target: string; readonly body?: object }
  | { readonly service: string; readonly path: string };

/** @throws Error with the answer where it is no success */
export const rawCall = async (awsUrl: string, call: RawCall): Promise<string> => {
  const headers = {
    // MiniStack reads from it which service is meant, and checks no signature.
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${call.service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const post = (more: { readonly [name: string]: string }, body: string) =>
    fetch(awsUrl, { method: 'POST', headers: { ...headers, ...more }, body });
  const ask = (): Promise<Response> => {
    if ('path' in call) return fetch(`${awsUrl}${call.path}`, { headers });
    if ('target' in call) {
      const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': call.target };
      return post(json, JSON.stringify(call.body ?? {}));
    }
    const form = new URLSearchParams({ Action: call.action, Version: call.version });
    return post({ 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
  };
  const answer = await ask();
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${JSON.stringify(call)} answered ${answer.status}: ${text}`);
  return text;
};
