import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = { readonly [attribute: string]: AttributeValue };

/** An item of DynamoDB as a line of JSON: bytes in base64. */
export const jsonItem = (item: Item): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
      ]),
    ),
  );

/** The item of such a line. */
export const itemOfJson = (line: string): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(JSON.parse(line) as Item).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B as unknown as string, 'base64') },
    ]),
  );
