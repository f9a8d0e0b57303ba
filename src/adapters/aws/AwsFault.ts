/** A service of AWS refused a call or one entry of it, or did not answer. */
export class AwsFault extends Error {
  override readonly name = 'AwsFault';
  /** AWS's error code, or the code of the network's error. */
  readonly code: string;
  /** Whether the same call may succeed a moment later. */
  readonly retryable: boolean;

  constructor(args: { code: string; message: string; retryable: boolean; cause?: unknown }) {
    super(`${args.code}: ${args.message}`, args.cause === undefined ? undefined : { cause: args.cause });
    this.code = args.code;
    this.retryable = args.retryable;
  }
}

/** Throttling comes with status 400 and one of several names ("Common errors", in each service's API reference). */
const THROTTLED =
  /thrott|toomanyrequests|requestlimitexceeded|slowdown|serviceunavailable|internal(service)?error/i;

/** The fault that an answer with an error status tells of. */
export const faultOfAnswer = (status: number, body: string): AwsFault => {
  let answer: { __type?: unknown; message?: unknown; Message?: unknown } = {};
  try {
    answer = Object(JSON.parse(body));
  } catch {
    // A load balancer's page: the status alone counts.
  }
  const type = typeof answer.__type === 'string' ? answer.__type : `Http${status}`;
  const code = type.slice(type.lastIndexOf('#') + 1);
  return new AwsFault({
    code,
    message: String(answer.message ?? answer.Message ?? `status ${status}`),
    retryable: status >= 500 || status === 429 || THROTTLED.test(code),
  });
};
