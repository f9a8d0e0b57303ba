import { AwsFault } from './AwsFault.ts';
import { type AwsCallsOptions, type AwsService, awsCalls } from './awsCalls.ts';
import { type RetryPolicy, withRetry } from './withRetry.ts';

const SECRETS_MANAGER: AwsService = { name: 'secretsmanager', target: 'secretsmanager', jsonVersion: '1.1' };

/** Within the 10 s that Lambda gives a function to start ("Lambda execution environment lifecycle", developer guide). */
const BUDGET_MS = 6_000;
const RETRY: RetryPolicy = { maxTries: 4, callTimeoutMs: 2_000, backoffMs: 100 };

export interface SecretsManager {
  /**
   * A secret's text.
   * @param id its ARN or its name
   * @throws AwsFault after a bounded retry; its message holds nothing of the secret
   */
  read(id: string): Promise<string>;
  /** Ends the connections. */
  close(): void;
}

/** Secrets Manager for a function that starts: the AWS SDK's client would be a third more of what `/track` loads. */
export const secretsManager = (options: AwsCallsOptions): SecretsManager => {
  const calls = awsCalls(SECRETS_MANAGER, options);
  return {
    read: async (id) => {
      let text: string | undefined;
      let fault: AwsFault | undefined;
      await withRetry(RETRY, performance.now() + BUDGET_MS, async (timeoutMs) => {
        try {
          const payload = JSON.stringify({ SecretId: id });
          const answer: { readonly SecretString?: string } = Object(
            await calls.call('GetSecretValue', payload, timeoutMs),
          );
          text = answer.SecretString;
          fault = undefined;
        } catch (error) {
          if (!(error instanceof AwsFault)) throw error;
          fault = error;
        }
        return fault?.retryable === true ? 'again' : 'done';
      });
      if (fault !== undefined) throw fault;
      if (text === undefined) {
        throw new AwsFault({ code: 'NoText', message: 'the secret holds no text', retryable: false });
      }
      return text;
    },
    close: () => calls.close(),
  };
};
