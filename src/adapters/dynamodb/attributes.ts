import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or a part of one, by attribute. */
export type Item = { readonly [attribute: string]: AttributeValue };

/** The primary key of an item (`createTable`). */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const bytes = (value: Uint8Array): AttributeValue => ({ B: value });
export const keyOf = ({ pk, sk }: ItemKey): { pk: AttributeValue; sk: AttributeValue } => ({
  pk: text(pk),
  sk: text(sk),
});

export const textOf = (item: Item | undefined, attribute: string): string | undefined => item?.[attribute]?.S;
export const bytesOf = (item: Item | undefined, attribute: string): Uint8Array | undefined =>
  item?.[attribute]?.B;
export const numberOf = (item: Item | undefined, attribute: string): number | undefined => {
  const digits = item?.[attribute]?.N;
  return digits === undefined ? undefined : Number(digits);
};

/** The table's TTL attribute: DynamoDB deletes an item some time after it, in whole seconds of the epoch. */
export const EXPIRES_AT = 'expiresAt';
export const expiresAt = (expiresAtMs: number): AttributeValue => number(Math.ceil(expiresAtMs / 1_000));
/** The TTL of what expires, nothing of what does not. */
export const expiry = (expiresAtMs: number | undefined): Item =>
  expiresAtMs === undefined ? {} : { [EXPIRES_AT]: expiresAt(expiresAtMs) };
