import { configuredEndpoint } from '../aws/configuredEndpoint.ts';

/** Where SQS is called: what the environment says, else the host of the queue's URL. */
export const sqsEndpoint = (env: { readonly [name: string]: string | undefined }, queueUrl: string): string =>
  configuredEndpoint(env, 'SQS') ?? new URL(queueUrl).origin;
