/**
 * Where SQS is called: what the AWS SDK's own variables say, the service's before the general one ("Service-specific
 * endpoints", AWS SDKs and Tools reference guide), else the host of the queue's URL.
 */
export const sqsEndpoint = (
  env: { readonly [name: string]: string | undefined },
  queueUrl: string,
): string => {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true';
  const configured = ignored ? undefined : env.AWS_ENDPOINT_URL_SQS || env.AWS_ENDPOINT_URL;
  return configured || new URL(queueUrl).origin;
};
