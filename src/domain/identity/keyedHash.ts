import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** A secret under which we sign or derive; made once, so that no request pays for the key's set-up. */
export type SecretKey = KeyObject;

/** @param secret at least 32 bytes of UTF-8; the edge that reads the configuration checks that. */
export const secretKey = (secret: string): SecretKey => createSecretKey(Buffer.from(secret, 'utf8'));

/** HMAC-SHA256 (RFC 2104) of a text. */
export const keyedHash = (key: SecretKey, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** HMAC-SHA256 in base64url: a Buffer less on the hot path. */
export const keyedHashText = (key: SecretKey, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');
