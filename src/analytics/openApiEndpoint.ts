import { type Endpoint, endpoint } from './http/Operation.ts';
import { openApiOperation } from './openapi/openApiOperation.ts';

/** Made once, and loaded when it is first asked for: the conversion is no part of any other answer. */
export const openApiEndpoint = (): Endpoint => {
  const make = async () => {
    const [{ openApiOf }, { DOCUMENTED_OPERATIONS }] = await Promise.all([
      import('./openapi/openApiOf.ts'),
      import('./openapi/documentedOperations.ts'),
    ]);
    return openApiOf(DOCUMENTED_OPERATIONS);
  };
  let made: ReturnType<typeof make> | undefined;
  return endpoint(openApiOperation, async () => {
    made ??= make();
    return { value: await made };
  });
};
