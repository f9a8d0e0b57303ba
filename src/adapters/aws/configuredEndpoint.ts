/**
 * Where the AWS SDK's own variables say that a service is: the service's before the general one ("Service-specific endpoints",
 * AWS SDKs and Tools reference guide). Absent where they say nothing.
 * @param service as the variables name it: `SQS`, `SECRETS_MANAGER`
 */
export const configuredEndpoint = (
  env: { readonly [name: string]: string | undefined },
  service: string,
): string | undefined =>
  env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true'
    ? undefined
    : env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
